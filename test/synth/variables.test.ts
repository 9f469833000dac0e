import { Construct } from 'constructs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppChart } from '../../lib/index.ts';
import type { Diagnostic } from '../../lib/core/index.ts';
import type { Synthesis } from '../../lib/synth/index.ts';
import { fileWith, shapeOf } from '../support/ciphertext.ts';
import { evaluate } from '../support/envsubst.ts';
import {
  appIn,
  cleanSynth,
  clusterIn,
  configMapIn,
  diagnosticsOf,
  filesBelow,
  kustomizationSpec,
  onlyDiagnostic,
  parsed,
} from '../support/fleet.ts';

/** A cluster's file of secret variables. */
function ciphertext(...keys: string[]): string {
  const label = 'labels:\n    reconcile.fluxcd.io/watch: Enabled\n';
  return shapeOf({ metadata: `name: cluster-secrets\n${label}namespace: flux-system\n`, keys });
}

type DefineApp = (app: AppChart, domain: string) => void;

function synthWith(define: DefineApp, text = ciphertext('DOMAIN', 'ID')): Synthesis {
  const secrets = fileWith(text);
  return cleanSynth((fleet) => {
    const cluster = clusterIn(fleet, 'home', { secrets });
    define(appIn(cluster), cluster.secretVariable('DOMAIN'));
  });
}

function diagnosticsWith(define: DefineApp, text = ciphertext('DOMAIN')): readonly Diagnostic[] {
  const secrets = fileWith(text);
  return diagnosticsOf((fleet) => {
    const cluster = clusterIn(fleet, 'home', { secrets });
    define(appIn(cluster), cluster.secretVariable('DOMAIN'));
  });
}

/** The data of a ConfigMap made with the token of `DOMAIN`. */
function dataWith(make: (domain: string) => Record<string, string>): unknown {
  const synthesis = synthWith((app, domain) => configMapIn(app, 'a', { data: make(domain) }));
  return parsed(synthesis, 'clusters/home/apps/web/configmap.a.yaml')['data'];
}

describe('a secret variable is written as a reference', () => {
  it('inside text', () => {
    expect(dataWith((domain) => ({ url: `https://a.${domain}/` }))).toEqual({
      url: 'https://a.${DOMAIN}/',
    });
  });

  it('several times in one text', () => {
    expect(dataWith((domain) => ({ hosts: `a.${domain},b.${domain}` }))).toEqual({
      hosts: 'a.${DOMAIN},b.${DOMAIN}',
    });
  });

  it('in a key', () => {
    expect(dataWith((domain) => ({ [`${domain}.zone`]: 'x' }))).toEqual({ '${DOMAIN}.zone': 'x' });
  });

  it('between quotes of its own where it is a whole value, which so stays text', () => {
    expect(dataWith((domain) => ({ domain }))).toEqual({ domain: '${quote}${DOMAIN}${quote}' });
  });

  it.each(['1', '1.', '-', '+1_000', '1e', '0x', '0o', '0b1', '.', '2026-01-'])(
    'between quotes of its own where %s before it could make it a number or a date',
    (prefix) => {
      expect(dataWith((domain) => ({ domain: prefix + domain }))).toEqual({
        domain: `\${quote}${prefix}\${DOMAIN}\${quote}`,
      });
    },
  );
});

describe('an app with a secret variable', () => {
  const render = () =>
    synthWith((app, domain) => {
      configMapIn(app, 'user', { data: { a: `x.${domain}`, b: 'cost: $5, $$, ${HOME}, $(PWD)' } });
      configMapIn(app, 'other', { data: { a: 'echo ${HOME} $$' } });
    });
  const folder = 'clusters/home/apps/web';

  it('substitutes from the cluster’s Secret', () => {
    expect(kustomizationSpec(render(), 'web')['postBuild']).toEqual({
      substitute: { quote: '"' },
      substituteFrom: [{ kind: 'Secret', name: 'cluster-secrets' }],
    });
  });

  it('escapes what Flux would touch in the objects that use it', () => {
    expect(parsed(render(), `${folder}/configmap.user.yaml`)['data']).toMatchObject({
      b: 'cost: $5, $$$$, $${HOME}, $(PWD)',
    });
  });

  it('leaves its other objects as they are, and tells Flux to pass them by', () => {
    expect(parsed(render(), `${folder}/configmap.other.yaml`)).toMatchObject({
      metadata: { annotations: { 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' } },
      data: { a: 'echo ${HOME} $$' },
    });
  });

  it('lets Flux substitute in the objects that use it', () => {
    const { metadata } = parsed(render(), `${folder}/configmap.user.yaml`);
    expect(metadata).not.toHaveProperty('annotations');
  });
});

it('an app without secret variables is the same beside one with them', () => {
  const define = (app: AppChart) => configMapIn(app, 'plain', { data: { a: '${HOME} $$' } });
  const alone = cleanSynth((fleet) => define(appIn(clusterIn(fleet), 'plain')));
  const beside = synthWith((app, domain) => {
    configMapIn(app, 'user', { data: { domain } });
    define(appIn(app.cluster, 'plain'));
  });
  expect(filesBelow(beside, 'clusters/home/apps/plain')).toEqual(
    filesBelow(alone, 'clusters/home/apps/plain'),
  );
  expect(kustomizationSpec(beside, 'plain')).not.toHaveProperty('postBuild');
});

it.each(['flux', 'entry'] as const)('a secret variable in the app %s is an error', (own) => {
  const secrets = fileWith(ciphertext('DOMAIN'));
  const { location } = onlyDiagnostic((fleet) => {
    const cluster = clusterIn(fleet, 'home', { secrets });
    configMapIn(cluster[own], 'a', { data: { domain: cluster.secretVariable('DOMAIN') } });
  }, 'misplaced-variable');
  expect(location.construct).toBe(own === 'flux' ? 'home/flux' : 'home/flux-system');
});

it('a cluster below another construct has its variables substituted', () => {
  const secrets = fileWith(ciphertext('DOMAIN'));
  const synthesis = cleanSynth((fleet) => {
    const cluster = clusterIn(new Construct(fleet, 'prod'), 'home', { secrets });
    configMapIn(appIn(cluster, 'web'), 'a', { data: { domain: cluster.secretVariable('DOMAIN') } });
  });
  const path = 'clusters/home/apps/web/configmap.a.yaml';
  expect(parsed(synthesis, path)).toMatchObject({ data: { domain: '${quote}${DOMAIN}${quote}' } });
});

it('the cluster’s SOPS file is passed through byte for byte', () => {
  const text = ciphertext('DOMAIN', 'ID');
  const { tree } = synthWith((app, domain) => configMapIn(app, 'a', { data: { domain } }), text);
  expect(tree.get('clusters/home/flux/vars/secret.cluster-secrets.yaml')).toBe(text);
});

it('the Kustomization of the SOPS file decrypts it', () => {
  const synthesis = synthWith(() => undefined);
  expect(kustomizationSpec(synthesis, 'flux')['decryption']).toEqual({
    provider: 'sops',
    secretRef: { name: 'sops-age' },
  });
});

describe('a token that was transformed is an error at its field', () => {
  it.each([
    ['base64', (token: string) => btoa(token)],
    ['base64 after one character', (token: string) => btoa(`a${token}`)],
    ['base64 after two characters', (token: string) => btoa(`ab${token}`)],
    ['cut at its end', (token: string) => token.slice(0, 12)],
    ['cut at its start', (token: string) => token.slice(12)],
    ['in upper case', (token: string) => token.toUpperCase()],
    ['in a URL', (token: string) => encodeURIComponent(token)],
    ['as HTML', (token: string) => token.replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
    ['in half', (token: string) => token.split(':')[0] ?? ''],
  ])('%s', (_, transform) => {
    const found = diagnosticsWith((app, domain) => {
      configMapIn(app, 'a', { data: { whole: domain, list: transform(domain) } });
    });
    expect(found.map(({ code, location }) => [code, location.construct, location.field])).toEqual([
      ['broken-token', 'home/web/a', 'data.list'],
    ]);
  });

  it('in lower case, which makes it that of another variable', () => {
    const found = diagnosticsWith((app, domain) => {
      configMapIn(app, 'a', { data: { list: domain.toLowerCase() } });
    });
    expect(found).toMatchObject([{ code: 'unknown-variable', location: { field: 'data.list' } }]);
  });

  it('if only the broken one is left', () => {
    const found = diagnosticsWith((app, domain) => {
      configMapIn(app, 'a', { data: { a: domain.slice(0, 12) } });
    });
    expect(found.map(({ code }) => code)).toEqual(['broken-token']);
  });

  it('if it stands where Flux substitutes nothing', () => {
    const found = diagnosticsWith((app, domain) => {
      const commonMetadata = { labels: { domain } };
      appIn(app.cluster, 'other', { kustomization: { commonMetadata } });
    });
    expect(found.map(({ code, location }) => [code, location.construct])).toEqual([
      ['broken-token', 'home/other'],
    ]);
  });
});

describe('a secret variable without a value is an error', () => {
  it('if the cluster’s file lacks it', () => {
    const found = diagnosticsWith(() => undefined, ciphertext('OTHER'));
    expect(found).toMatchObject([
      { code: 'unknown-variable', message: expect.stringContaining('DOMAIN') as string },
    ]);
  });

  it('if the cluster names no file', () => {
    const { location } = onlyDiagnostic((fleet) => {
      clusterIn(fleet).secretVariable('DOMAIN');
    }, 'unknown-variable');
    expect(location.construct).toBe('home');
  });

  it('if it is that of another cluster', () => {
    const { location } = onlyDiagnostic((fleet) => {
      const secrets = fileWith(ciphertext('DOMAIN'));
      const domain = clusterIn(fleet, 'lab', { secrets }).secretVariable('DOMAIN');
      configMapIn(appIn(clusterIn(fleet)), 'a', { data: { domain } });
    }, 'unknown-variable');
    expect(location).toMatchObject({ construct: 'home/web/a', field: 'data.domain' });
  });

  it.each(['MY-VAR', 'on', 'N', '1A', 'quote'])('if Flux cannot take its name: %s', (name) => {
    const secrets = fileWith(ciphertext(name));
    const { message } = onlyDiagnostic((fleet) => {
      clusterIn(fleet, 'home', { secrets }).secretVariable(name);
    }, 'invalid-name');
    expect(message).toContain(name);
  });
});

describe('the file of secret variables is refused', () => {
  const codesWith = (text: string) =>
    diagnosticsWith(() => undefined, text).map(({ code, location }) => [code, location.construct]);

  it('if it is plaintext', () => {
    const text = ciphertext('DOMAIN').replace(/sops:[^]*/, '');
    expect(codesWith(text)).toEqual([['plaintext-secret', 'home']]);
  });

  it('if one of its values is plaintext', () => {
    const text = ciphertext('DOMAIN').replace('stringData:', 'stringData:\n    ID: hunter2');
    expect(codesWith(text)).toEqual([['plaintext-secret', 'home']]);
  });

  it('without showing what is in it', () => {
    const text = ciphertext('DOMAIN').replace('stringData:', 'stringData:\n    ID: hunter2');
    expect(JSON.stringify(diagnosticsWith(() => undefined, text))).not.toContain('hunter2');
  });

  it('if it is another object', () => {
    const text = ciphertext('DOMAIN').replace('cluster-secrets', 'other');
    expect(codesWith(text)).toEqual([['invalid-name', 'home']]);
  });

  it('if it has no metadata', () => {
    const text = ciphertext('DOMAIN').replace(/metadata:[^]*?stringData/, 'stringData');
    expect(codesWith(text)).toEqual([['invalid-name', 'home']]);
  });

  it('if it is no YAML, at the line', () => {
    const [found] = diagnosticsWith(() => undefined, 'a: 1\nb: "\n');
    expect(found).toMatchObject({ code: 'sops-syntax', location: { construct: 'home' } });
    expect(found?.location.line).toBeGreaterThan(1);
  });

  it('if it is not there', () => {
    const { location } = onlyDiagnostic((fleet) => {
      clusterIn(fleet, 'home', { secrets: new URL('file:///nowhere/secrets.sops.yaml') });
    }, 'unreadable-file');
    expect(location).toMatchObject({ construct: 'home', file: '/nowhere/secrets.sops.yaml' });
  });
});

const values = new Map([
  ['DOMAIN', 'example.org'],
  ['ID', '007'],
  ['quote', '"'],
]);

function renderedData(secrets: URL, make: (token: Token) => Record<string, string>) {
  const { tree } = cleanSynth((fleet) => {
    const cluster = clusterIn(fleet, 'home', { secrets });
    configMapIn(appIn(cluster), 'a', { data: make((name) => cluster.secretVariable(name)) });
  });
  const { data } = parsed({ tree }, 'clusters/home/apps/web/configmap.a.yaml');
  return data as Record<string, string>;
}

type Token = (name: string) => string;

it('any text reaches the cluster as it was meant', () => {
  // A list of pieces; a name stands for the token of that variable.
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom('DOMAIN', 'ID'),
      fc.string({ unit: fc.constantFrom('$', '{', '}', 'x', '1', ' ', '\\', '/', ':', '-', '\n') }),
    ),
    { maxLength: 6 },
  );
  const join = (list: readonly string[], variable: Token) =>
    list.map((each) => (values.has(each) ? variable(each) : each)).join('');
  const mean: Token = (name) => values.get(name) ?? '';
  const secrets = fileWith(ciphertext('DOMAIN', 'ID'));
  fc.assert(
    fc.property(pieces, pieces, (key, value) => {
      // Without a variable, Flux would pass the object by.
      const text = ['DOMAIN', ...value];
      const data = renderedData(secrets, (token) => ({ [join(key, token)]: join(text, token) }));
      const reached = Object.entries(data)
        .flat()
        .map((each) => evaluate(each, values));
      // The quotes are YAML's by then.
      expect(reached.map((each) => each.replaceAll('"', ''))).toEqual([
        join(key, mean),
        join(text, mean),
      ]);
    }),
    { numRuns: 200 },
  );
});
