import { describe, expect, test } from 'vitest';
import type { Charts } from '../../lib/io/charts/index.ts';
import { belowInHead } from '../../lib/plan/index.ts';
import {
  type BuildCache,
  type ClusterState,
  type FluxOptions,
  type ReconciledObject,
  shownId,
} from '../../lib/reconcile/index.ts';
import { readOutput, type RenderRequest } from '../../lib/reconcile/helm/index.ts';
import {
  complaints,
  configMap,
  kustomization,
  manifest,
  noKustomize,
  realKustomize,
  stateOf,
} from './cluster.ts';

const password = 'hunter2secret';
const variables = { postBuild: { substituteFrom: [{ kind: 'Secret', name: 'vars' }] } };
const vars = manifest('v1', 'Secret', 'flux-system/vars', `stringData: { PW: ${password} }\n`);

function memoryCache(): BuildCache & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return { texts, get: (key) => texts.get(key), set: (key, text) => texts.set(key, text) };
}

/** A tree whose app in `app` has the variable PW of a Secret. */
function stateWith(
  files: Readonly<Record<string, string>>,
  options: Partial<FluxOptions> = {},
): Promise<ClusterState> {
  const app = kustomization('app', 'app', variables);
  return stateOf({ 'entry/vars.yaml': vars, 'entry/app.yaml': app, ...files }, options);
}

function objectsOf({ kustomizations, releases }: ClusterState): readonly ReconciledObject[] {
  return [...kustomizations, ...releases].flatMap(({ objects }) => objects);
}

/** The data of the ConfigMaps of a state, as they are and as they may be shown. */
function dataIn(state: ClusterState): Record<string, readonly unknown[]> {
  const found = objectsOf(state).filter(({ id }) => id.kind === 'ConfigMap');
  return Object.fromEntries(
    found.map((each) => [
      shownId(each).name,
      [each.manifest['data'], (each.shown ?? each.manifest)['data']],
    ]),
  );
}

describe('what a secret variable reaches', () => {
  test('carries a form with the name of the variable, also where the value is changed', async () => {
    const state = await stateWith({ 'app/cm.yaml': configMap('demo/c', { a: 'x ${PW^^}' }) });
    expect(dataIn(state)).toEqual({ c: [{ a: 'x HUNTER2SECRET' }, { a: 'x (PW)' }] });
  });

  test('is not shown either of what goes on in a tree that does not have the Secret', async () => {
    const substitute = { NAME: '${PW}' };
    const child = kustomization('child', 'child', { postBuild: { substitute } });
    const files = {
      'app/child.yaml': child,
      'child/c.yaml': configMap('demo/c', { a: '${NAME}' }),
    };
    const base = await stateWith(files);
    const suspended = kustomization('app', 'app', { ...variables, suspend: true });
    const head = { ...files, 'entry/app.yaml': suspended, 'app/child.yaml': configMap('demo/x') };
    const state = await stateOf(head, { below: belowInHead(base) });
    expect(dataIn(state)['c']).toEqual([{ a: password }, { a: '(PW)' }]);
  });

  test('and what it does not, carries none', async () => {
    const state = await stateWith({ 'app/cm.yaml': configMap('demo/c', { a: '${B:=1}' }) });
    const objects = objectsOf(state).filter(({ id }) => id.kind !== 'Secret');
    expect(objects.filter(({ shown }) => shown !== undefined)).toEqual([]);
  });

  test('can be a name', async () => {
    const state = await stateWith({ 'app/cm.yaml': configMap('demo/a-${PW}', { a: 'b' }) });
    expect(objectsOf(state).map((each) => shownId(each).name)).toContain('a-(PW)');
  });

  test('can be further Kustomizations, their names and their variables', async () => {
    const child = kustomization('c-${PW}', 'child', { postBuild: { substitute: { A: '${PW}' } } });
    const state = await stateWith({
      'app/child.yaml': child,
      'child/cm.yaml': configMap('demo/c', { a: '${A}' }),
    });
    expect(dataIn(state)).toEqual({ c: [{ a: password }, { a: '(PW)' }] });
    expect(state.kustomizations.at(-1)?.shown?.id).toBe('flux-system/c-(PW)');
  });

  test('can be patches, whose builds are not kept', async () => {
    const cache = memoryCache();
    const patch = '[{ "op": "add", "path": "/data/b", "value": "${PW}" }]';
    const state = await stateWith(
      {
        'app/child.yaml': kustomization('child', 'child', {
          patches: [{ patch, target: { kind: 'ConfigMap' } }],
        }),
        'child/kustomization.yaml': 'resources: [cm.yaml]\n',
        'child/cm.yaml': configMap('demo/c', { a: 'x' }),
      },
      { cache, kustomize: await realKustomize() },
    );
    expect(dataIn(state)).toEqual({
      c: [
        { a: 'x', b: password },
        { a: 'x', b: '(PW)' },
      ],
    });
    const kept = [...cache.texts.values()].join('\n');
    expect(kept).toContain('(PW)');
    expect(kept).not.toContain(password);
  });

  test('is shown by kind alone where no other form of it can be made', async () => {
    const state = await stateWith({
      'app/child.yaml': kustomization('child', '${PW}'),
      [`${password}/cm.yaml`]: configMap('demo/c', { a: 'x' }),
    });
    expect(state.kustomizations.at(-1)?.objects[0]).toMatchObject({
      id: { name: 'c' },
      shown: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '(secret)' } },
    });
  });
});

describe('a diagnostic', () => {
  test('says what it would say without the value', async () => {
    const state = await stateWith({ 'app/child.yaml': kustomization('child', './${PW}') });
    expect(complaints(state)).toEqual(['missing-path Kustomization flux-system/child']);
    expect(state.diagnostics[0]?.message).toBe('the source has no folder (PW)');
  });

  test('that only the value causes says no more than its code', async () => {
    const number = manifest('v1', 'Secret', 'flux-system/vars', 'stringData: { PW: "4711" }\n');
    const labels = '  labels:\n    id: ${PW}\n';
    const state = await stateWith({
      'entry/vars.yaml': number,
      'app/cm.yaml': manifest('v1', 'ConfigMap', 'demo/c', labels),
    });
    expect(complaints(state)).toEqual(['refused-object ConfigMap demo/c']);
    expect(state.diagnostics[0]?.message).toContain('a secret value and is not shown');
  });
});

describe('a release', () => {
  const release = (spec: object) =>
    manifest(
      'helm.toolkit.fluxcd.io/v2',
      'HelmRelease',
      'demo/web',
      `spec: ${JSON.stringify({ chart: { spec: { chart: 'c', sourceRef: { kind: 'HelmRepository', name: 'r' } } }, ...spec })}\n`,
    );
  const repository = manifest(
    'source.toolkit.fluxcd.io/v1',
    'HelmRepository',
    'demo/r',
    'spec: { url: "https://charts.example.org" }\n',
  );
  const refuse = { problem: `no place for ${password}` };

  /** A chart that renders a ConfigMap with the values, and keeps what it renders. */
  function chartsWith(
    isRefused: (request: RenderRequest) => boolean = () => false,
  ): Pick<Charts, 'pull' | 'pullSource' | 'render'> {
    const chart = { name: 'c', version: '1.0.0', digest: 'd', asksForApis: false };
    return {
      pull: () => Promise.resolve(chart),
      pullSource: () => Promise.resolve({ unavailable: 'no' }),
      render: (request, cache) => {
        if (isRefused(request)) return Promise.resolve(refuse);
        const data = `data: ${JSON.stringify(request.values)}\n`;
        const text = `---\n# Source: c/templates/a.yaml\n${manifest('v1', 'ConfigMap', 'demo/made', data)}`;
        cache.set(JSON.stringify(request.values), text);
        return Promise.resolve({ objects: readOutput(text) });
      },
    };
  }

  const options = (charts: NonNullable<FluxOptions['charts']>, cache: BuildCache) => ({
    ...{ charts, cache },
    kustomize: noKustomize,
  });

  test('is rendered with placeholders for values that substitution brought, which is kept', async () => {
    const cache = memoryCache();
    const files = {
      'app/r.yaml': repository,
      'app/web.yaml': release({ values: { pw: '${PW}' } }),
    };
    const state = await stateWith(files, options(chartsWith(), cache));
    expect(dataIn(state)['made']).toEqual([{ pw: password }, { pw: '(PW)' }]);
    expect([...cache.texts.keys()]).toEqual(['{"pw":"(PW)"}']);
  });

  test('is rendered with placeholders for each value of a document in a Secret', async () => {
    const text = `db: { password: ${password}, ports: [5432] }`;
    const secret = manifest(
      'v1',
      'Secret',
      'demo/s',
      `stringData: { values.yaml: "${text}", k: "x: ${password}" }\n`,
    );
    const valuesFrom = [
      { kind: 'Secret', name: 's' },
      { kind: 'Secret', name: 's', valuesKey: 'k', targetPath: 'at' },
    ];
    const files = { 'app/r.yaml': repository, 'app/s.yaml': secret };
    const state = await stateWith(
      { ...files, 'app/web.yaml': release({ valuesFrom }) },
      options(chartsWith(), memoryCache()),
    );
    expect(dataIn(state)['made']).toEqual([
      { db: { password, ports: [5432] }, at: `x: ${password}` },
      { db: { password: '(password)', ports: ['(ports)'] }, at: '(k)' },
    ]);
  });

  test('has objects without a name to show where placeholders cannot be rendered', async () => {
    const charts = chartsWith(({ values }) => values['pw'] === '(PW)');
    const files = {
      'app/r.yaml': repository,
      'app/web.yaml': release({ values: { pw: '${PW}' } }),
    };
    const state = await stateWith(files, options(charts, memoryCache()));
    expect(complaints(state)).toEqual([]);
    expect(state.releases[0]?.objects[0]?.shown?.metadata).toEqual({ name: '(secret)' });
  });

  test('that only the value breaks does not say what Helm said', async () => {
    const charts = chartsWith(({ values }) => values['pw'] === password);
    const files = {
      'app/r.yaml': repository,
      'app/web.yaml': release({ values: { pw: '${PW}' } }),
    };
    const state = await stateWith(files, options(charts, memoryCache()));
    expect(complaints(state)).toEqual(['chart-failed HelmRelease demo/web']);
    expect(JSON.stringify(state.diagnostics)).not.toContain(password);
  });

  test('asks nobody for a chart at an address with a placeholder', async () => {
    const asked: string[] = [];
    const charts = {
      ...chartsWith(),
      pull: (request: { readonly origin: object }) => {
        asked.push(JSON.stringify(request.origin));
        return Promise.resolve({ unavailable: 'no' });
      },
    };
    const secretly = repository.replace('charts.', '${PW}.');
    const files = { 'app/r.yaml': secretly, 'app/web.yaml': release({}) };
    const state = await stateWith(files, options(charts, memoryCache()));
    expect(asked).toHaveLength(1);
    expect(complaints(state)).toEqual(['opaque-chart HelmRelease demo/web']);
  });
});

test('what no secret took part in is kept, and made once', async () => {
  const cache = memoryCache();
  const real = await realKustomize();
  let builds = 0;
  const kustomize = {
    ...real,
    build: (...args: Parameters<typeof real.build>) => ((builds += 1), real.build(...args)),
  };
  const files = {
    'entry/app.yaml': kustomization('app', 'app', { ...variables, namePrefix: 'a-' }),
    'app/cm.yaml': configMap('demo/c', { a: '${PW}' }),
  };
  await stateWith(files, { cache, kustomize });
  expect([...cache.texts.values()].join('\n')).toContain('${PW}');
  await stateWith(files, { cache, kustomize });
  expect(builds).toBe(1);
});
