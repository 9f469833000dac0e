import { describe, expect, test } from 'vitest';
import { generateFluxApi, preferredVersion } from '../../tools/generate/flux-api.ts';
import type { CrdSource, CrdVersion, Schema } from '../../lib/import/crd/schema.ts';

const group = 'source.toolkit.fluxcd.io';

function version(name: string, more: Partial<CrdVersion> = {}): CrdVersion {
  return { name, served: true, storage: false, ...more };
}

/** A CRD of one version whose `spec` has the given schema. */
function source(kind: string, spec: Schema, more: Partial<CrdSource> = {}): CrdSource {
  const openAPIV3Schema = { type: 'object', properties: { spec: { type: 'object', ...spec } } };
  return {
    file: `${group}_${kind.toLowerCase()}s.yaml`,
    module: 'github.com/fluxcd/source-controller',
    version: 'v1.9.5',
    crd: {
      spec: {
        group,
        scope: 'Namespaced',
        names: { kind, plural: `${kind.toLowerCase()}s` },
        versions: [version('v1', { schema: { openAPIV3Schema } })],
      },
    },
    ...more,
  };
}

/** What is generated for the group when it has one kind, Bucket, of the given fields. */
function bucket(properties: Record<string, Schema>, required: string[] = []): string {
  return generated(source('Bucket', { properties, required }));
}

function generated(...sources: CrdSource[]): string {
  return generateFluxApi(sources).get(`${group}.ts`) ?? '';
}

describe('fields', () => {
  test('an enum becomes a string union', () => {
    const provider = { type: 'string', enum: ['aws', 'gcp'] };
    expect(bucket({ provider })).toContain("  readonly provider?: 'aws' | 'gcp' | undefined;\n");
  });

  test('a long enum has one member a line, also in a list', () => {
    const names = ['one', 'two', 'three'].map((name) => name.repeat(12));
    const text = bucket({ kinds: { type: 'array', items: { type: 'string', enum: names } } });
    expect(text).toContain(`  readonly kinds?:
    | readonly (
        | '${names[0] ?? ''}'
        | '${names[1] ?? ''}'
        | '${names[2] ?? ''}'
      )[]
    | undefined;`);
  });

  test('a required field has no question mark', () => {
    expect(bucket({ url: { type: 'string' } }, ['url'])).toContain('  readonly url: string;\n');
  });

  test('a required field that the API server fills in may be left out', () => {
    const provider = { type: 'string', default: 'cosign' };
    expect(bucket({ provider }, ['provider'])).toContain('readonly provider?: string | undefined;');
  });

  test('an int-or-string is a number or a string', () => {
    const port: Schema = { 'x-kubernetes-int-or-string': true };
    expect(bucket({ port })).toContain('readonly port?: number | string | undefined;');
  });

  test('unknown fields stay allowed', () => {
    const text = bucket({
      free: { type: 'object' },
      values: { 'x-kubernetes-preserve-unknown-fields': true },
      open: {
        properties: { known: { type: 'string' } },
        'x-kubernetes-preserve-unknown-fields': true,
      },
    });
    expect(text).toContain('readonly free?: { readonly [key: string]: unknown } | undefined;');
    expect(text).toContain('readonly values?: { readonly [key: string]: unknown } | undefined;');
    expect(text).toMatch(/interface BucketSpecOpen \{[^}]*readonly \[key: string\]: unknown;/);
  });

  test('a map of any JSON takes strings as well as objects', () => {
    const any: Schema = { 'x-kubernetes-preserve-unknown-fields': true };
    const inputs = { type: 'object', additionalProperties: any };
    const text = bucket({ inputs: { type: 'array', items: inputs } });
    expect(text).toContain('readonly inputs?: readonly { readonly [key: string]: unknown }[]');
  });

  test('a map of strings is a map of strings', () => {
    const labels = { type: 'object', additionalProperties: { type: 'string' } };
    expect(bucket({ labels })).toContain('readonly labels?: { readonly [key: string]: string }');
  });

  test('a property name which is no identifier is quoted', () => {
    expect(bucket({ "it's-a": { type: 'string' } })).toContain("readonly 'it\\'s-a'?: string");
  });
});

describe('comments', () => {
  test('a description and the constraints become the docstring', () => {
    const timeout = { type: 'string', description: 'How long.', default: '60s', pattern: '^a$' };
    expect(bucket({ timeout })).toContain(`  /**
   * How long.
   *
   * Default: \`"60s"\`.
   * Pattern: \`^a$\`.
   */
  readonly timeout?: string | undefined;`);
  });

  test('a description with */ cannot end the comment', () => {
    const text = bucket({ ignore: { type: 'string', description: 'Globs: a/*/b' } });
    expect(text).toContain('  /** Globs: a/*\\/b */\n');
  });

  test('a long line is broken at spaces', () => {
    const lines = bucket({ a: { type: 'string', description: 'word '.repeat(50) } }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});

describe('nested interfaces', () => {
  const secretRef: Schema = { properties: { name: { type: 'string' } }, required: ['name'] };

  test('are named by their path', () => {
    const commit = { properties: { author: secretRef } };
    expect(bucket({ git: { properties: { commit } } })).toContain(
      'export interface BucketSpecGitCommitAuthor {',
    );
  });

  test('are shared between kinds where one name always means the same', () => {
    const text = generated(
      source('Bucket', { properties: { secretRef } }),
      source('HelmChart', { properties: { secretRef } }),
    );
    expect(text.match(/interface \w*SecretRef /g)).toEqual(['interface SourceSecretRef ']);
  });

  test('are kept apart where they differ', () => {
    const other = { properties: { key: { type: 'string' } } };
    const text = generated(
      source('Bucket', { properties: { secretRef } }),
      source('HelmChart', { properties: { secretRef: other } }),
    );
    expect(text.match(/interface \w*SecretRef /g)).toEqual([
      'interface BucketSpecSecretRef ',
      'interface HelmChartSpecSecretRef ',
    ]);
  });
});

describe('files', () => {
  const [a, b] = [source('Bucket', {}), source('HelmChart', {})];

  test('two kinds of one group land in one file', () => {
    expect([...generateFluxApi([a, b]).keys()]).toEqual([`${group}.ts`, 'index.ts']);
    expect(generated(a, b)).toContain('interface BucketSpec {');
    expect(generated(a, b)).toContain('interface HelmChartSpec {');
  });

  test('name the modules and files they come from', () => {
    expect(generated(a)).toMatch(
      /^\/\/ Generated .*\n\/\/ {3}github.com\/fluxcd\/source-controller@v1\.9\.5\n.*_buckets\.yaml\n/,
    );
  });

  test('do not depend on the order of the CRDs', () => {
    expect([...generateFluxApi([b, a])]).toEqual([...generateFluxApi([a, b])]);
  });

  test('the index knows how the API names a kind', () => {
    expect(generateFluxApi([a]).get('index.ts')).toContain(`  Bucket: {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    plural: 'buckets',
    scope: 'Namespaced',
  },`);
  });
});

describe('the version of a kind', () => {
  test.each([
    ['v1', ['v1beta2', 'v1']],
    ['v2', ['v1', 'v2', 'v3alpha1']],
    ['v10', ['v9', 'v10']],
    ['v1beta2', ['v1beta1', 'v1beta2', 'v2alpha1']],
  ])('is %s among %j', (expected, names) => {
    expect(preferredVersion(names.map((name) => version(name))).name).toBe(expected);
  });

  test('is one that is served', () => {
    const versions = [version('v2', { served: false }), version('v1')];
    expect(preferredVersion(versions).name).toBe('v1');
  });
});
