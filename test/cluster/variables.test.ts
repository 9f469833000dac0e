import { readFileSync } from 'node:fs';
import { ApiObject } from 'cdk8s';
import { AppChart, type Cluster, type Fleet } from 'sluice';
import { beforeAll, expect, test } from 'vitest';
import { follow, publish, synth, testCluster } from './fixtures/programs.ts';
import { describeCluster, type KubernetesObject } from './harness/index.ts';

const fixtures = new URL('./fixtures/sops/', import.meta.url);
const recipient = 'age1gpgdrxyx3s8agn3zqvccz3ykduqlaxhd2jdqh2g2aucvnjfwuy3s9cfp8d';

// All of the file: what is no text once its quotes are lost, and what is YAML by itself.
const values = {
  SECRET_DOMAIN: 'private.example.org',
  DIGITS: '12345',
  BOOLEAN: 'true',
  EXPONENT: '1e3',
  OCTAL: '012',
  HEXADECIMAL: '0x1F',
  SECONDS: '59',
  LETTER: 'y',
  NOTHING: 'null',
  TILDE: '~',
  EMPTY: '',
  DATE: '2024-01-02',
  COLON: 'user: name',
  HASH: 'before #after',
  APOSTROPHE: "it's",
  AT: '@home',
  STAR: '*alias',
  AMPERSAND: '&anchor',
  BANG: '!tag',
  PERCENT: '%TAG',
  BRACKET: '[a, b]',
  BRACE: '{a: b}',
  DASH: '- item',
  QUESTION: '? key',
  BACKTICK: '`id`',
  BLANKS: '  two before, two after  ',
  DOLLARS: 'a$b$$c${HOME}$',
  UNICODE: 'grün 💡',
  PASSWORD: "p@55: #w0rd' %{[*&!|>-?,]}",
};
type Variable = keyof typeof values;
const variables = Object.keys(values) as Variable[];

// What secretVariable() promises of text around a variable: words that mean nothing in YAML.
const words = variables.filter((name) => /^[A-Za-z0-9][A-Za-z0-9._/@+=-]*$/.test(values[name]));

/** Gives a variable: in the program its token, in what a test expects its value. */
type Lookup = (name: Variable) => string;
const valueOf: Lookup = (name) => values[name];

const around: Readonly<Record<string, (value: string) => string>> = {
  whole: (value) => value,
  start: (value) => `${value} after`,
  middle: (value) => `before ${value} after`,
  end: (value) => `before ${value}`,
  twice: (value) => `${value}/${value}`,
  line: (value) => `first\n${value}\nlast\n`,
  'first-line': (value) => `${value}\nlast`,
  'blank-before-line': (value) => `first \n${value}\nlast`,
  'in-quotes': (value) => `"${value}"`,
  'in-apostrophes': (value) => `'${value}'`,
  'in-json': (value) => `{"a": "${value}"}`,
  'after-colon': (value) => `key: ${value}`,
  'before-colon': (value) => `${value}:`,
  'after-hash': (value) => `text # ${value}`,
  'after-0x': (value) => `0x${value}`,
  'after-1e': (value) => `1e${value}`,
  'before-minutes': (value) => `${value}:30`,
  'after-year': (value) => `2024-01-${value}`,
  'after-tab': (value) => `tab\t${value}`,
  'after-blank': (value) => ` ${value}`,
  'before-blank': (value) => `${value} `,
};

const templates = (name: Variable, lookup: Lookup): Record<string, string> =>
  Object.fromEntries(Object.entries(around).map(([key, text]) => [key, text(lookup(name))]));

const wholes = (lookup: Lookup): Record<string, string> =>
  Object.fromEntries(variables.map((name) => [name, lookup(name)]));

// What Flux, shells, Make, Kubernetes, htpasswd and GitHub's workflows give a meaning to.
const literals: Readonly<Record<string, string>> = {
  one: '$',
  two: '$$',
  three: '$$$',
  four: '$$$$',
  'at-end': 'costs 5 $',
  undefined: '${NOT_A_VAR}',
  defined: '${SECRET_DOMAIN}',
  'escaped-defined': '$${SECRET_DOMAIN}',
  default: '${X:-y}',
  'dash-default': '${X-y}',
  length: '${#NAME}',
  array: '"${ARR[@]}"',
  hyphen: '${not-a-name}',
  empty: '${}',
  open: '${',
  'open-after-dollars': '$$${',
  workflow: '${{ github.ref }}',
  kubernetes: '$(VAR) $$(VAR)',
  htpasswd: 'user:$2y$10$abc$',
  make: '$@ $< $$HOME',
  regex: '^(a|b)$',
  script: '#!/bin/sh\nset -eu\nfor f in "${FILES[@]}"; do\n  echo "${f%.txt} $f $$ $?"\ndone\n',
  'script-end': 'if [ "$1" = "${2:-}" ]; then\n\techo $$\nfi\n\n',
  backslashes: '\\${A} \\$ \\\\${B}',
};

const literalsBeside = (lookup: Lookup): Record<string, string> => {
  const domain = lookup('SECRET_DOMAIN');
  const entries = Object.entries(literals).flatMap(([key, text]) => [
    [key, text],
    [`${key}.before`, text + domain],
    [`${key}.after`, domain + text],
    [`${key}.around`, `${text}${domain}${text}${domain}${text}`],
  ]);
  return { domain, ...(Object.fromEntries(entries) as Record<string, string>) };
};

/** Texts of the characters that matter, always the same: a linear congruential generator. */
const randomTexts = (count: number): string[] => {
  const characters = ['$', '$', '{', '}', ':', '-', '_', 'a', '1', '"', "'", '#', '\n'];
  let state = 20;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const character = (): string => characters[next(characters.length)] ?? '';
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(12) }, character).join(''),
  );
};

const random = (lookup: Lookup): Record<string, string> =>
  Object.fromEntries(
    randomTexts(200).flatMap((text, index) => [
      [`${index}`, text],
      [`${index}.before`, text + lookup('SECRET_DOMAIN')],
      [`${index}.after`, lookup('SECRET_DOMAIN') + text],
    ]),
  );

const randomAlone = Object.fromEntries(
  randomTexts(200).map((text, index) => [`${index}`, text] as const),
);

function program(fleet: Fleet): void {
  const secrets = new URL('cluster-secrets.sops.yaml', fixtures);
  const cluster = testCluster(fleet, { secrets, sops: { age: [recipient] } });
  const token: Lookup = (name) => cluster.secretVariable(name);
  const domain = token('SECRET_DOMAIN');
  const app = appOf(cluster, 'ingress');
  new ApiObject(app, 'web', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    spec: { rules: [{ host: `web.${domain}` }, { host: domain }] },
  });
  configMap(appOf(cluster, 'whole'), wholes(token), wholes(token));
  configMap(appOf(cluster, 'keys'), { [`${domain}.conf`]: 'a', [token('EXPONENT')]: 'b' });
  for (const name of words) configMap(appOf(cluster, idOf(name)), templates(name, token));
  configMap(appOf(cluster, 'literals'), literalsBeside(token));
  configMap(appOf(cluster, 'random'), random(token));
  const mixed = appOf(cluster, 'mixed');
  configMap(mixed, { domain });
  configMap(mixed, { ...literals, ...randomAlone }, {}, 'without-token');
  configMap(appOf(cluster, 'plain'), { ...literals, ...randomAlone });
}

const appOf = (cluster: Cluster, id: string): AppChart =>
  new AppChart(cluster, id, { namespace: 'demo' });

const idOf = (name: Variable): string => `value-${name.toLowerCase().replaceAll('_', '-')}`;

/** A ConfigMap named like its app, or like the app and a suffix. */
function configMap(
  app: AppChart,
  data: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>> = {},
  suffix?: string,
): void {
  const name = suffix === undefined ? app.node.id : `${app.node.id}-${suffix}`;
  const metadata = { name, annotations };
  new ApiObject(app, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
}

describeCluster('secret variables', (cluster) => {
  let revision = '';

  beforeAll(async () => {
    const synthesis = synth(program);
    await follow(cluster(), synthesis);
    await cluster().client.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'sops-age', namespace: 'flux-system' },
      stringData: { 'test.agekey': readFileSync(new URL('keys.agekey', fixtures), 'utf8') },
    });
    revision = await publish(cluster(), synthesis);
    await cluster().waitApplied('flux-system/flux', revision);
  }, 120_000);

  /** The ConfigMap of an app, once its Kustomization is Ready. */
  async function applied(app: string, name = app): Promise<KubernetesObject> {
    await cluster().waitApplied(`flux-system/${app}`, revision);
    return cluster().client.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'demo', name });
  }

  test('come from the Secret that Flux decrypts', async () => {
    const name = 'cluster-secrets';
    const secret = { apiVersion: 'v1', kind: 'Secret', namespace: 'flux-system', name };

    const { data } = await cluster().client.get(secret);

    const decoded = Object.entries(data as Record<string, string>).map(
      ([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')] as const,
    );
    expect(Object.fromEntries(decoded)).toEqual(values);
  });

  test('fill the hosts of an Ingress', async () => {
    await cluster().waitApplied('flux-system/ingress', revision);

    const ingresses = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' };
    const { spec } = await cluster().client.get({ ...ingresses, namespace: 'demo', name: 'web' });

    expect(spec).toMatchObject({
      rules: [{ host: 'web.private.example.org' }, { host: 'private.example.org' }],
    });
  });

  test('stay text as whole values of data', async () => {
    expect((await applied('whole'))['data']).toEqual(wholes(valueOf));
  });

  test('stay text as whole annotations', async () => {
    expect((await applied('whole')).metadata.annotations).toEqual(wholes(valueOf));
  });

  test('can be part of a key, or a whole one', async () => {
    expect((await applied('keys'))['data']).toEqual({
      'private.example.org.conf': 'a',
      '1e3': 'b',
    });
  });

  test.each(words)('arrive as they are inside of any text: %s', async (name) => {
    expect((await applied(idOf(name)))['data']).toEqual(templates(name, valueOf));
  });

  test('leave the dollars beside them alone', async () => {
    expect((await applied('literals'))['data']).toEqual(literalsBeside(valueOf));
  });

  test('leave 200 random texts beside them alone', async () => {
    expect((await applied('random'))['data']).toEqual(random(valueOf));
  });

  test('leave objects without variables alone, in an app that has some', async () => {
    const { data } = await applied('mixed', 'mixed-without-token');

    expect(data).toEqual({ ...literals, ...randomAlone });
  });

  test('leave apps without variables alone', async () => {
    expect((await applied('plain'))['data']).toEqual({ ...literals, ...randomAlone });
  });
});
