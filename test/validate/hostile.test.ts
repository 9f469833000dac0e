import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Manifest, objectId, readYaml } from '../../lib/kubernetes/index.ts';
import type { ClusterState } from '../../lib/reconcile/index.ts';
import { defaultRules, validate } from '../../lib/validate/index.ts';
import { readFileSync } from 'node:fs';

/** Every object of the page's examples: what all rules look at. */
const page = readFileSync(new URL('../../docs/diagnostics.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^```yaml cluster \w+\n(.*?)^```$/gms)].flatMap(
  ([, text = '']) =>
    text.split(/^# \S+\.yaml\n/m).flatMap((file) => {
      const read = readYaml(file);
      return 'documents' in read ? (read.documents as unknown as readonly Manifest[]) : [];
    }),
);

/** A state in which one Kustomization applies objects, and a release has them as well. */
function stateOf(manifests: readonly Manifest[]): ClusterState {
  const objects = manifests.map((manifest) => ({
    id: objectId(manifest),
    manifest,
    unsubstituted: manifest,
  }));
  const kustomization = (id: string, spec: unknown) => ({
    id,
    manifest: {
      apiVersion: 'v1',
      kind: 'Kustomization',
      metadata: { name: 'x' },
      spec,
    } as Manifest,
    parent: undefined,
    source: 'GitRepository/a/b',
    path: '.',
    target: '',
    status: 'applied' as const,
    dependsOn: ['a/b', 'a/a'],
    objects,
    inventory: [],
  });
  return {
    name: 'home',
    kustomizations: [
      kustomization('a/a', { prune: true, interval: '1s', postBuild: {} }),
      { ...kustomization('a/b', { wait: true, healthChecks: [{}] }), parent: 'a/a' },
    ],
    releases: [],
    resourceSets: [],
    diagnostics: [],
  };
}

/** All ways into a value. */
function* pathsOf(value: unknown): Generator<readonly string[]> {
  yield [];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    for (const path of pathsOf(each)) yield [key, ...path];
  }
}

function replaced(value: unknown, path: readonly string[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((each: unknown, index) =>
      String(index) === key ? replaced(each, rest, by) : each,
    );
  }
  const map = value as Readonly<Record<string, unknown>>;
  return { ...map, [key]: replaced(map[key], rest, by) };
}

const anything = fc.constantFrom(null, 0, true, '', 'x', [], {}, [null], [[]], { a: null }, 5n);

test('no rule fails on an object of which any field is anything', () => {
  const cases = examples.flatMap((manifest, index) =>
    [...pathsOf(manifest)]
      // What identifies an object is checked before it is applied.
      .filter(
        ([key, next]) =>
          key !== undefined &&
          !(key === 'metadata' && ['name', 'namespace', undefined].includes(next)),
      )
      .filter(([key]) => key !== 'apiVersion' && key !== 'kind')
      .map((path) => ({ index, path })),
  );
  fc.assert(
    fc.property(fc.constantFrom(...cases), anything, ({ index, path }, by) => {
      const changed = examples.map((each, at) =>
        at === index ? (replaced(each, path, by) as Manifest) : each,
      );
      const near = changed.slice(Math.max(0, index - 3), index + 4);
      validate(stateOf(near), { textOf: () => undefined, practice: 'all' });
    }),
    { numRuns: 3000 },
  );
});

test('the examples reach every kind of rule', () => {
  const { findings } = validate(stateOf(examples), { textOf: () => undefined, practice: 'all' });
  const sets = findings.map(({ code }) => defaultRules.find((each) => each.code === code)?.set);
  expect(new Set(sets)).toEqual(new Set(['references', 'flux', 'security', 'practice']));
});
