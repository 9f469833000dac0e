import { describe, expect, test } from 'vitest';
import { holdsNoSecret, RenderedChart, type RenderedChartProps } from '../../lib/index.ts';
import type { JsonObject, Manifest } from '../../lib/kubernetes/index.ts';
import {
  type ChartOutcome,
  chartsIn,
  renderCharts,
  synthesize,
  type WantedChart,
} from '../../lib/synth/index.ts';
import { appIn, clusterIn, configMapIn, fleetOf, parsed } from '../support/fleet.ts';

const usual = { repository: 'https://charts.example.org', chart: 'web', version: '1.2.3' };

function object(kind: string, name: string, more: JsonObject = {}): Manifest {
  const apiVersion = kind === 'CustomResourceDefinition' ? 'apiextensions.k8s.io/v1' : 'v1';
  return { apiVersion, kind, metadata: { name }, ...more };
}

const nothing = { manifests: [], crds: [], hooks: [], unstable: [] };
const rendered = (...manifests: readonly Manifest[]): ChartOutcome => ({ ...nothing, manifests });

interface World {
  /** What the chart renders to. */
  readonly outcome?: ChartOutcome;
  readonly props?: Partial<RenderedChartProps>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly use?: (chart: RenderedChart) => void;
  /** Names of the clusters, of which the last is synthesized. */
  readonly clusters?: readonly string[];
}

/** Synthesizes an app `shop` with a chart `web`. */
async function synth({ outcome, props, labels, use, clusters = ['home'] }: World) {
  const asked: WantedChart[] = [];
  const fleet = fleetOf((each) => {
    for (const id of clusters) {
      const app = appIn(clusterIn(each, id), 'shop', labels && { labels });
      configMapIn(app, 'own');
      const chart = new RenderedChart(app, 'web', { ...usual, ...props });
      use?.(chart);
    }
  });
  const wanted = clusters.slice(-1);
  const render = (chart: WantedChart): Promise<ChartOutcome> => {
    asked.push(chart);
    return Promise.resolve(outcome ?? nothing);
  };
  const charts = await renderCharts(chartsIn(fleet), render, wanted);
  return { ...synthesize(fleet, { readText: () => '', charts, clusters: wanted }), asked };
}

/** The only diagnostic of a chart that renders to this. */
async function diagnosticOf(world: World) {
  const { diagnostics } = await synth(world);
  expect(diagnostics).toHaveLength(1);
  return diagnostics[0];
}

const folder = 'clusters/home/apps/shop';

describe('what a chart renders to', () => {
  test('is part of the app, beside its other objects, in the namespace of the app', async () => {
    const synthesis = await synth({ outcome: rendered(object('Service', 'web')) });
    expect(synthesis.diagnostics).toEqual([]);
    expect(synthesis.tree.has(`${folder}/configmap.own.yaml`)).toBe(true);
    expect(parsed(synthesis, `${folder}/service.web.yaml`).metadata).toEqual({
      name: 'web',
      namespace: 'demo',
    });
  });

  test('leads back to the construct', async () => {
    const { provenance } = await synth({ outcome: rendered(object('Service', 'web')) });
    expect(provenance.get(`${folder}/service.web.yaml`)?.node.path).toBe('home/shop/web');
  });

  test('has the labels of the app, where the chart gives no others', async () => {
    const own = { ...object('Service', 'web'), metadata: { name: 'web', labels: { a: 'chart' } } };
    const synthesis = await synth({ outcome: rendered(own), labels: { a: 'app', b: 'app' } });
    const { labels } = parsed(synthesis, `${folder}/service.web.yaml`).metadata;
    expect(labels).toEqual({ a: 'chart', b: 'app' });
  });

  test('keeps a namespace that the chart gives it, and that is created', async () => {
    const own = { ...object('Service', 'web'), metadata: { name: 'web', namespace: 'other' } };
    const { tree } = await synth({ outcome: rendered(own) });
    expect([...tree.keys()]).toContain(`${folder}/service.other_web.yaml`);
    expect([...tree.keys()]).toContain('clusters/home/flux/namespace.other.yaml');
  });

  test('has no namespace if its kind is one of the cluster, by a CRD of the chart too', async () => {
    const spec = { group: 'example.org', scope: 'Cluster', names: { kind: 'Zone' } };
    const zone = { ...object('Zone', 'a'), apiVersion: 'example.org/v1' };
    const crds = [object('CustomResourceDefinition', 'zones.example.org', { spec })];
    const synthesis = await synth({ outcome: { ...rendered(zone), crds } });
    expect(parsed(synthesis, `${folder}/zone.a.example.org.yaml`).metadata).toEqual({ name: 'a' });
  });

  test('is without CRDs if they are not wanted', async () => {
    const crds = [object('CustomResourceDefinition', 'zones.example.org')];
    const { tree } = await synth({ outcome: { ...nothing, crds }, props: { includeCrds: false } });
    expect([...tree.keys()].filter((file) => file.includes('zones'))).toEqual([]);
  });

  test('waits for the app that defines its namespace', async () => {
    const fleet = fleetOf((each) => {
      const cluster = clusterIn(each);
      new RenderedChart(appIn(cluster, 'base'), 'base', usual);
      new RenderedChart(appIn(cluster, 'shop', { namespace: 'shops' }), 'web', usual);
    });
    const charts = await renderCharts(chartsIn(fleet), ({ releaseName }) =>
      Promise.resolve(
        rendered(releaseName === 'base' ? object('Namespace', 'shops') : object('Service', 'web')),
      ),
    );
    const synthesis = synthesize(fleet, { readText: () => '', charts });
    expect(parsed(synthesis, 'clusters/home/flux/kustomization.shop.yaml')['spec']).toMatchObject({
      dependsOn: [{ name: 'base' }],
    });
  });
});

describe('a chart is rendered', () => {
  test('as Flux would install a HelmRelease of that name', async () => {
    const { asked } = await synth({ props: { values: { replicas: 2, limits: null } } });
    expect(asked).toEqual([
      {
        ...usual,
        releaseName: 'web',
        namespace: 'demo',
        values: { replicas: 2, limits: null },
        kubernetes: '1.34',
      },
    ]);
  });

  test('for another namespace, under a name that begins with it', async () => {
    const { asked } = await synth({ props: { targetNamespace: 'other' } });
    expect(asked).toMatchObject([{ namespace: 'other', releaseName: 'other-web' }]);
  });

  test('under the name that is given', async () => {
    const { asked } = await synth({ props: { targetNamespace: 'other', releaseName: 'web' } });
    expect(asked).toMatchObject([{ namespace: 'other', releaseName: 'web' }]);
  });

  test('only for clusters that are wanted', async () => {
    const { asked, diagnostics } = await synth({ clusters: ['lab', 'home'] });
    expect([asked.length, diagnostics]).toEqual([1, []]);
  });
});

describe('a chart is an error, at the line that created it, if', () => {
  const here = { construct: 'home/shop/web', file: import.meta.filename };

  test('it cannot be had', async () => {
    const outcome = { unavailable: 'charts.example.org cannot be reached: ENOTFOUND' };
    expect(await diagnosticOf({ outcome })).toMatchObject({
      code: 'opaque-chart',
      severity: 'error',
      message:
        'chart web 1.2.3 cannot be rendered here: charts.example.org cannot be reached: ENOTFOUND',
      location: here,
    });
  });

  test('Helm refuses it', async () => {
    expect(await diagnosticOf({ outcome: { problem: 'helm says: no host' } })).toMatchObject({
      code: 'chart-failed',
      message: 'chart web 1.2.3: helm says: no host',
      location: here,
    });
  });

  test('two renders differ, with the fields', async () => {
    const outcome = { ...nothing, unstable: ['Secret web data.password'] };
    expect(await diagnosticOf({ outcome })).toMatchObject({
      code: 'unstable-chart',
      severity: 'error',
      message: 'two renders of chart web 1.2.3 differ in Secret web data.password',
      location: here,
    });
  });

  test('it has hooks, but for those of tests', async () => {
    const [migrate, check] = [object('Job', 'migrate'), object('Pod', 'check')];
    const hooks = [
      { manifest: migrate, events: ['test', 'pre-upgrade'] },
      { manifest: check, events: ['test'] },
    ];
    expect(await diagnosticOf({ outcome: { ...nothing, hooks } })).toMatchObject({
      code: 'chart-hooks',
      message: 'chart web 1.2.3 has hooks, which only Helm runs: Job migrate',
      location: here,
    });
  });

  test('its version is a range, and then it is not even looked for', async () => {
    const { asked, diagnostics } = await synth({ props: { version: '1.x' } });
    expect(asked).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: 'invalid-construct', location: here }]);
  });

  test('its values have no form in YAML', async () => {
    const { asked, diagnostics } = await synth({ props: { values: { since: new Date(0) } } });
    const location = { ...here, field: 'values.since' };
    expect(asked).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: 'unrenderable-value', location }]);
  });

  test('a Secret of it has values, unless a person says that they are none', async () => {
    const outcome = rendered(object('Secret', 'web', { data: { password: 'eA==' } }));
    expect(await diagnosticOf({ outcome })).toMatchObject({
      code: 'plaintext-secret',
      location: { ...here, field: 'data.password' },
    });
    const use = (chart: RenderedChart) => holdsNoSecret(chart, 'a test');
    expect((await synth({ outcome, use })).diagnostics).toEqual([]);
  });

  test('it stands in no app', () => {
    const fleet = fleetOf((each) => {
      new RenderedChart(clusterIn(each), 'web', usual);
    });
    const { diagnostics } = synthesize(fleet, { readText: () => '' });
    expect(diagnostics).toMatchObject([{ code: 'misplaced-object' }]);
  });

  test('nobody rendered it', () => {
    const fleet = fleetOf((each) => {
      new RenderedChart(appIn(clusterIn(each), 'shop'), 'web', usual);
    });
    const { diagnostics } = synthesize(fleet, { readText: () => '' });
    expect(diagnostics).toMatchObject([
      { code: 'unrendered-chart', location: { construct: 'home/shop/web' } },
    ]);
  });
});

test('a secret variable in the values of a chart is one in its objects', async () => {
  const fleet = fleetOf((each) => {
    const cluster = clusterIn(each);
    const host = cluster.secretVariable('DOMAIN');
    new RenderedChart(appIn(cluster, 'shop'), 'web', { ...usual, values: { host } });
  });
  const charts = await renderCharts(chartsIn(fleet), ({ values }) => {
    const data = { url: `https://${values['host'] as string}/` };
    return Promise.resolve(rendered(object('ConfigMap', 'web', { data })));
  });
  const { tree } = synthesize(fleet, { readText: () => '', charts });
  expect(tree.get(`${folder}/configmap.web.yaml`)).toContain('url: https://${DOMAIN}/');
});
