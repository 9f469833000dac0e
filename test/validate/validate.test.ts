import { describe, expect, test } from 'vitest';
import type { Rule } from '../../lib/validate/index.ts';
import { deployment, file, kustomization, object, release, source } from './objects.ts';
import { codesIn, validated } from './support.ts';

const needsSecret = deployment({ envFrom: [{ secretRef: { name: 'db' } }] });
const block = `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: demo
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.0.0
      envFrom:
        - secretRef:
            name: db
`;

describe('a finding', () => {
  test('names the object, the field, the file and the line of the field', async () => {
    const { findings } = await validated(block, { practice: 'none' });
    expect(findings).toEqual([
      {
        code: 'missing-secret',
        severity: 'warning',
        message: 'it needs the Secret demo/db, which nothing defines',
        hint: expect.stringContaining('ExternalSecret') as string,
        location: {
          object: 'Pod demo/web',
          field: 'spec.containers[web].envFrom[0].secretRef.name',
          file: 'demo/example.yaml',
          line: 12,
        },
      },
    ]);
  });

  test('is in the program, where that is known, and the file is related', async () => {
    const originOf = () => ({ construct: 'home/web/pod', source: 'apps/web.ts:7' });
    const { findings } = await validated(block, { practice: 'none', originOf });
    expect(findings[0]?.location).toMatchObject({
      construct: 'home/web/pod',
      file: 'apps/web.ts',
      line: 7,
    });
    expect(findings[0]?.related).toEqual([{ file: 'demo/example.yaml', line: 12 }]);
  });

  test('of what a chart makes is where its HelmRelease stands', async () => {
    const chart = file('charts/web/templates/web.yaml', needsSecret);
    const values = { values: { secret: 'db' } };
    const text = file('demo/release.yaml', release('web', values)) + source + chart;
    const { findings } = await validated(text, { practice: 'none' });
    expect(findings[0]).toMatchObject({
      code: 'missing-secret',
      location: { object: 'Deployment demo/web', file: 'demo/release.yaml', line: 2 },
      related: [{ object: 'HelmRelease demo/web' }],
    });
  });

  test('comes in the same order whatever the order of the files is', async () => {
    const pod = (name: string) => block.replace('name: web\n', `name: ${name}\n`);
    const one = await validated(`# demo/a.yaml\n${pod('a')}# demo/b.yaml\n${pod('b')}`);
    const other = await validated(`# demo/b.yaml\n${pod('b')}# demo/a.yaml\n${pod('a')}`);
    expect(one.findings).toEqual(other.findings);
  });
});

describe('values of Secrets', () => {
  const planted = 'hunter2-value';
  const secret = object('v1', 'Secret', 'vars', {
    metadata: { namespace: 'flux-system' },
    stringData: { NAME: planted },
  });
  const text =
    file('clusters/home/vars.yaml', secret) +
    file(
      'clusters/home/shop.yaml',
      kustomization('shop', {
        postBuild: { substituteFrom: [{ kind: 'Secret', name: 'vars' }] },
      }),
    ) +
    file(
      'shop/web.yaml',
      deployment({
        env: [{ name: 'A', valueFrom: { secretKeyRef: { name: '${NAME}', key: '${NAME}' } } }],
        args: ['$$x'],
      }),
      object('v1', 'Service', 'web', { spec: { selector: { '${NAME}': '${NAME}' } } }),
      object('v1', 'PersistentVolumeClaim', '${NAME}', { metadata: { namespace: '${NAME}' } }),
    );

  test('are in no finding, also where they are names, keys and selectors', async () => {
    const { findings } = await validated(text, { practice: 'all' });
    expect(findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['missing-secret', 'unmatched-service', 'undefined-namespace']),
    );
    expect(JSON.stringify(findings)).not.toContain(planted);
  });
});

describe('a suppression', () => {
  const annotated = (manifest: string) =>
    manifest.replace(
      '"namespace":"demo"',
      '"namespace":"demo","annotations":{"allow.sluice.dev/missing-secret":"made by hand"}',
    );

  test('of an object takes what is found there, and the report says why', async () => {
    const { findings, suppressed } = await validated(annotated(needsSecret), { practice: 'none' });
    expect(findings).toEqual([]);
    expect(suppressed).toMatchObject([{ code: 'missing-secret', reason: 'made by hand' }]);
  });

  test('of a HelmRelease takes what is found in what it installs', async () => {
    const chart = file('charts/web/templates/web.yaml', needsSecret);
    const values = { values: { secret: 'db' } };
    const text = file('demo/release.yaml', annotated(release('web', values))) + source + chart;
    expect(await codesIn(text, { practice: 'none' })).toEqual([]);
  });

  const originOf = () => ({ construct: 'home/shop/web' });
  const said = { code: 'missing-secret', reason: 'made by hand', location: { file: 'main.ts' } };

  test.each(['home/shop/web', 'home/shop', 'home'])(
    'of the construct %s takes what is found in it and below',
    async (construct) => {
      const suppressions = [{ ...said, construct }];
      expect(await codesIn(needsSecret, { practice: 'none', originOf, suppressions })).toEqual([]);
    },
  );

  test.each(['home/shop/we', 'home/shop/web/main'])(
    'of the construct %s takes nothing beside it or above, and is unused',
    async (construct) => {
      const suppressions = [{ ...said, construct }];
      const codes = await codesIn(needsSecret, { practice: 'none', originOf, suppressions });
      expect(codes).toEqual(['missing-secret', 'unused-suppression']);
    },
  );

  test('is not called unused where its rule is not asked', async () => {
    const suppressions = [{ ...said, code: 'mutable-image', construct: 'home' }];
    expect(await codesIn('', { practice: 'none', originOf, suppressions })).toEqual([]);
  });

  test('is not called unused where a chart is not at hand', async () => {
    const suppressions = [{ ...said, construct: 'home' }];
    const away = release('web', {
      chart: { spec: { chart: 'web', sourceRef: { kind: 'Bucket' } } },
    });
    const codes = await codesIn(away, { practice: 'none', originOf, suppressions });
    expect(codes).not.toContain('unused-suppression');
  });
});

describe('how grave it is', () => {
  test('is what the fleet says', async () => {
    const severities = { 'missing-secret': 'error' } as const;
    const { findings } = await validated(needsSecret, { practice: 'none', severities });
    expect(findings.map(({ severity }) => severity)).toEqual(['error']);
  });

  test('is nothing where the rule is off', async () => {
    const severities = { 'missing-secret': 'off' } as const;
    expect(await codesIn(needsSecret, { practice: 'none', severities })).toEqual([]);
  });

  test.each([
    ['production', ['error']],
    ['staging', ['warning']],
    ['development', []],
  ])('is in %s what the rule says of that', async (environment, expected) => {
    const { findings } = await validated(deployment(), { environment });
    const found = findings.filter(({ code }) => code === 'uncovered-pod');
    expect(found.map(({ severity }) => severity)).toEqual(expected);
  });
});

describe('rules of practice', () => {
  test('judge only what the program makes, unless they are told otherwise', async () => {
    const originOf = () => ({ construct: 'home/web' });
    const isNone = async (options: object) => (await codesIn(deployment(), options)).length === 0;
    expect(await isNone({ practice: 'own' })).toBe(true);
    expect(await isNone({ practice: 'own', originOf })).toBe(false);
    expect(await isNone({ practice: 'all' })).toBe(false);
    expect(await isNone({ practice: 'none', originOf })).toBe(true);
  });

  test('leave out what charts install', async () => {
    const originOf = () => ({ construct: 'home/web' });
    const chart = file('charts/web/templates/web.yaml', deployment());
    const text = file('demo/release.yaml', release('web')) + source + chart;
    expect(await codesIn(text, { practice: 'own', originOf })).toEqual([]);
    expect(await codesIn(text, { practice: 'all', originOf })).not.toEqual([]);
  });
});

describe("a team's own rule", () => {
  const rule = (check: Rule['check']): Rule => ({
    about: 'objects',
    code: 'no-demo',
    level: 'error',
    set: 'own',
    check,
    remedy: 'Take another name.',
  });

  test('reports as the others do', async () => {
    const own = rule(({ all }) =>
      all
        .filter(({ id }) => id.name === 'web')
        .map((subject) => ({ subject, at: subject.field('metadata', 'name'), message: 'no' })),
    );
    const { findings } = await validated(deployment(), { practice: 'none', rules: [own] });
    expect(findings).toMatchObject([
      { code: 'no-demo', hint: 'Take another name.', location: { field: 'metadata.name' } },
    ]);
  });

  test('that throws ends no other, and its message is not shown', async () => {
    const own = rule(() => {
      throw new TypeError('hunter2');
    });
    const { findings } = await validated(needsSecret, { practice: 'none', rules: [own] });
    expect(findings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'no-demo: the rule threw TypeError',
      'missing-secret: it needs the Secret demo/db, which nothing defines',
    ]);
  });
});
