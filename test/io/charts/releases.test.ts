import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findKustomize } from '../../../lib/io/reconcile/index.ts';
import type { JsonObject, Manifest } from '../../../lib/kubernetes/index.ts';
import { program } from '../../../tools/programs.ts';
import { describeWithGo } from '../../kubernetes/yaml/go.ts';
import { askHelmController } from '../../reconcile/helm/helm-check.ts';
import { renderChart } from '../../../lib/reconcile/helm/index.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { type ChartFiles, chartFiles, indexOf, packChart, serveRepository } from './fixtures.ts';
import { memoryTree } from '../../reconcile/memory-tree.ts';
import { chartPorts, memoryCache, reconcile } from './setup.ts';

function release(name: string, spec: JsonObject = {}, chart = 'web'): Manifest {
  const sourceRef = { kind: 'HelmRepository', name: 'charts' };
  return {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { namespace: 'demo', name },
    spec: { interval: '1h', chart: { spec: { chart, version: '1.0.0', sourceRef } }, ...spec },
  };
}

function repository(host: string): Manifest {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'HelmRepository',
    metadata: { namespace: 'demo', name: 'charts' },
    spec: { url: `http://${host}` },
  };
}

/** A repository that has each of some charts in version 1.0.0. */
async function serveCharts(charts: Readonly<Record<string, ChartFiles>>): Promise<Manifest> {
  const archives = Object.entries(charts).map(
    ([name, files]) => [name, packChart(name, '1.0.0', files)] as const,
  );
  const index = indexOf(
    Object.fromEntries(archives.map(([name, archive]) => [name, [['1.0.0', archive]]])),
  );
  const files = archives.map(([name, archive]) => [`${name}-1.0.0.tgz`, archive] as const);
  const { host } = await serveRepository({ 'index.yaml': index, ...Object.fromEntries(files) });
  return repository(host);
}

const config = (name: string, more = '', data = 'a: b'): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${more}data:\n  ${data}\n`;
const hook = '  annotations:\n    helm.sh/hook: post-install\n';
const password = '{{ randAlphaNum 20 }}';

/** Charts and releases that helm-controller installs, or refuses. */
const installs: readonly { what: string; files?: ChartFiles; spec?: JsonObject; name?: string }[] =
  [
    { what: 'a plain chart' },
    { what: 'values', spec: { values: { replicas: 3 } } },
    { what: 'a large number', spec: { values: { replicas: 12_345_678 } } },
    { what: 'a target namespace', spec: { targetNamespace: 'other' } },
    { what: 'a release name', spec: { releaseName: 'own', storageNamespace: 'store' } },
    { what: 'a long name', name: 'a'.repeat(60) },
    { what: 'hooks and tests', files: { 'templates/hook.yaml': config('hook', hook) } },
    {
      what: 'several documents',
      files: { 'templates/two.yaml': `${config('a')}---\n---\n${config('b')}` },
    },
    {
      what: 'a separator that is glued',
      files: { 'templates/two.yaml': `${config('a')}---${config('b')}` },
    },
    {
      what: 'words of YAML 1.1',
      files: { 'templates/a.yaml': config('a', '', 'a: on\n  b: "yes"\n  c: y') },
    },
    {
      what: 'octals',
      files: { 'templates/a.yaml': config('a', '', 'a: 0644\n  b: 1_000\n  c: "0644"') },
    },
    {
      what: 'a list',
      files: {
        'templates/a.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${config('a').replaceAll('\n', '\n  ').trimEnd()}\n`,
      },
    },
    {
      what: 'one object twice',
      files: { 'templates/a.yaml': config('a'), 'templates/b.yaml': config('a') },
    },
    {
      what: 'a hook that is an object as well',
      files: { 'templates/a.yaml': config('a'), 'templates/b.yaml': config('a', hook) },
    },
    {
      what: 'a hook that is an object as well, post-rendered apart',
      files: { 'templates/a.yaml': config('a'), 'templates/b.yaml': config('a', hook) },
      spec: { postRenderStrategy: 'separate' },
    },
    {
      what: 'common metadata',
      spec: {
        commonMetadata: {
          labels: { team: 'a', 'helm.toolkit.fluxcd.io/name': 'lost' },
          annotations: { note: 'b' },
        },
      },
    },
    {
      what: 'post-renderers',
      files: {
        'templates/pod.yaml':
          'apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n  - name: c\n    image: app:1\n',
      },
      spec: {
        postRenderers: [
          {
            kustomize: {
              images: [{ name: 'app', newName: 'mirror/app', newTag: '2' }],
              patches: [
                {
                  target: { kind: 'ConfigMap' },
                  patch: '[{"op":"add","path":"/data/b","value":"c"}]',
                },
              ],
            },
          },
        ],
      },
    },
    {
      what: 'a post-renderer that fails',
      spec: {
        postRenderers: [
          {
            kustomize: {
              patches: [{ patch: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: none\n' }],
            },
          },
        ],
      },
    },
    { what: 'a template that fails', files: { 'templates/a.yaml': '{{ fail "no" }}' } },
    {
      what: 'values that the schema refuses',
      files: { 'values.schema.json': '{"properties":{"replicas":{"type":"string"}}}' },
    },
    {
      what: 'values that the schema refuses, unchecked',
      files: { 'values.schema.json': '{"properties":{"replicas":{"type":"string"}}}' },
      spec: { install: { disableSchemaValidation: true } },
    },
    {
      what: 'many kinds, in the order of Helm',
      files: {
        'templates/a.yaml': ['Service', 'Zebra', 'Namespace', 'Apple']
          .map((kind) => `apiVersion: v1\nkind: ${kind}\nmetadata: {name: n}\n`)
          .join('---\n'),
      },
    },
    {
      what: 'the version of Kubernetes',
      files: { 'templates/a.yaml': config('a', '', 'a: "{{ .Capabilities.KubeVersion }}"') },
    },
  ];

describeWithGo('the offline helm-controller', () => {
  test.each(installs)(
    'installs what helm-controller installs: $what',
    async ({ files = {}, spec = {}, name = 'web' }) => {
      const manifest = release(name, spec);
      const archive = packChart('web', '1.0.0', files);
      const chart = join(temporaryFolder(), 'web.tgz');
      writeFileSync(chart, archive);
      const values = (spec['values'] ?? {}) as JsonObject;
      const install = {
        chart,
        release: manifest,
        values,
        kubeVersion: 'v1.34.0',
      } as unknown as JsonObject;
      const [answer] = await askHelmController([{ install }]);

      const kustomize = findKustomize({
        SLUICE_KUSTOMIZE: await program('kustomize'),
        PATH: process.env['PATH'],
      });
      const source = await serveCharts({ web: files });
      const { releases } = await reconcile({
        objects: [source, manifest],
        charts: await chartPorts(),
        kustomize,
      });
      const [{ status, objects, target } = { status: undefined, objects: [], target: undefined }] =
        releases;
      if (answer!.error !== undefined) {
        expect({ status, error: answer!.error }).toMatchObject({ status: 'failed' });
        return;
      }
      const installed = answer!.result as {
        name: string;
        namespace: string;
        objects: JsonObject[] | null;
      };
      expect(target).toMatchObject({ name: installed.name, namespace: installed.namespace });
      expect(objects.map((each) => asRendered(each.manifest))).toEqual(
        (installed.objects ?? []).map((each) => asRendered(each as Manifest)),
      );
    },
    60_000,
  );

  test('marks objects as Helm does, and gives them the namespace of the release', async () => {
    const source = await serveCharts({
      web: {
        'templates/role.yaml':
          'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: r\nrules: []\n',
      },
    });
    const { releases } = await reconcile({
      objects: [source, release('web', { targetNamespace: 'other' })],
      charts: await chartPorts(),
    });
    const metadata = releases[0]!.objects.map((each) => each.manifest.metadata);
    expect(metadata).toMatchObject([
      {
        name: 'other-web-config',
        namespace: 'other',
        labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      },
      {
        name: 'r',
        annotations: {
          'meta.helm.sh/release-name': 'other-web',
          'meta.helm.sh/release-namespace': 'other',
        },
      },
    ]);
    expect(metadata[1]).not.toHaveProperty('namespace');
  });

  test('keeps CRDs of crds/ apart, and lets charts ask for what they define', async () => {
    const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: things.example.org
spec:
  group: example.org
  scope: Cluster
  names: {kind: Thing}
  versions: [{name: v1, served: true}]
`;
    const source = await serveCharts({
      operator: { 'crds/thing.yaml': `# A comment\n---\n${crd}` },
      web: {
        'templates/thing.yaml':
          '{{ if and (.Capabilities.APIVersions.Has "example.org/v1/Thing") (.Capabilities.APIVersions.Has "networking.k8s.io/v1/Ingress") }}\napiVersion: example.org/v1\nkind: Thing\nmetadata:\n  name: t\n{{ end }}',
      },
    });
    const objects = [source, release('web'), release('operator', {}, 'operator')];
    const { releases, diagnostics } = await reconcile({ objects, charts: await chartPorts() });
    expect(diagnostics).toEqual([]);
    const [web, operator] = releases;
    expect(web!.objects.map(({ id }) => `${id.kind} ${id.namespace}/${id.name}`)).toEqual([
      'ConfigMap demo/web-config',
      'Thing /t',
    ]);
    expect(operator!.objects).toHaveLength(1);
    expect(operator!.crds).toMatchObject([
      {
        id: { name: 'things.example.org' },
        manifest: { metadata: { labels: { 'helm.toolkit.fluxcd.io/name': 'operator' } } },
      },
    ]);
  });

  test('names what differs between two renders, and shows neither', async () => {
    const cache = memoryCache();
    const source = await serveCharts({
      web: { 'templates/a.yaml': config('a', '', `password: ${password}\n  user: admin`) },
    });
    for (let run = 0; run < 2; run += 1) {
      const { releases, diagnostics } = await reconcile({
        objects: [source, release('web')],
        charts: await chartPorts({ cache }),
      });
      expect(diagnostics).toMatchObject([
        {
          code: 'unstable-chart',
          severity: 'warning',
          message: 'two renders of its chart differ in ConfigMap a data.password',
        },
      ]);
      const data = releases[0]!.objects.map(({ manifest }) => manifest['data']);
      expect(data).toContainEqual({ password: '(differs between renders)', user: 'admin' });
    }
  });

  test('says what is opaque and why, and goes on with the others', async () => {
    const source = await serveCharts({ web: {} });
    const objects = [
      source,
      release('good'),
      release('gone', {}, 'gone'),
      release('secret', { valuesFrom: [{ kind: 'Secret', name: 'made-in-the-cluster' }] }),
      release('bad', { chart: undefined as never }),
    ];
    const { releases, diagnostics } = await reconcile({ objects, charts: await chartPorts() });
    expect(releases.map(({ status }) => status)).toEqual(['applied', 'opaque', 'opaque', 'failed']);
    expect(diagnostics.map(({ code, location }) => `${code} ${location.object ?? ''}`)).toEqual([
      'opaque-chart HelmRelease demo/gone',
      'unknown-values HelmRelease demo/secret',
      'chart-failed HelmRelease demo/bad',
    ]);
    const without = await reconcile({
      objects: [source, release('good')],
      charts: await chartPorts({ helm: undefined }),
    });
    expect(without.diagnostics).toMatchObject([
      {
        code: 'opaque-chart',
        message: 'what it installs is not known here: helm is not installed',
        hint: expect.stringContaining('SLUICE_HELM') as string,
      },
    ]);
  });

  test.each([
    { chart: {} },
    { chart: 5 },
    { chartRef: 'x', chart: undefined as never },
    { chart: { spec: { chart: 'web', sourceRef: 'x' } } },
    { valuesFrom: 5 },
    { postRenderers: 'x' },
    { values: 'x', install: 5, commonMetadata: 7 },
    { targetNamespace: '--help', releaseName: '--kubeconfig=/x' },
    {
      chart: {
        spec: {
          chart: '../../x',
          version: '1.0.0',
          sourceRef: { kind: 'HelmRepository', name: 'charts' },
        },
      },
    },
  ] as JsonObject[])('does not stumble over a HelmRelease with %j', async (spec) => {
    const source = await serveCharts({ web: {} });
    const { releases } = await reconcile({
      objects: [source, release('web', spec)],
      charts: await chartPorts(),
    });
    expect(releases).toHaveLength(1);
  });

  test('renders once what was rendered before', async () => {
    const cache = memoryCache();
    const source = await serveCharts({ web: {} });
    const objects = [source, release('web')];
    const first = await reconcile({ objects, charts: await chartPorts({ cache }) });
    const helm = {
      ...(await renderer()),
      template: () => Promise.resolve({ problem: 'rendered again' }),
    };
    const second = await reconcile({ objects, charts: await chartPorts({ cache, helm }) });
    expect(second.releases).toEqual(first.releases);
  });

  test('renders ten charts for who wants objects at synth, in parallel and once', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `web${index}`);
    const source = await serveCharts(Object.fromEntries(names.map((name) => [name, {}])));
    const { url } = source['spec'] as { url: string };
    const charts = await chartPorts();
    const render = () =>
      Promise.all(
        names.map((name) =>
          renderChart(
            {
              origin: { type: 'http', url, name, version: '1.0.0' },
              releaseName: name,
              namespace: 'demo',
              values: { replicas: 2 },
              kubeVersion: undefined,
            },
            charts,
          ),
        ),
      );
    const first = await render();
    expect(first).toHaveLength(10);
    expect(first[0]).toMatchObject({
      unstable: [],
      manifests: [{ metadata: { name: 'web0-config' } }],
    });
    expect(await render()).toEqual(first);
  });

  test('takes charts from folders of a source, with what they depend on', async () => {
    const below = (folder: string, files: ChartFiles): [string, string][] =>
      Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]);
    const tree = memoryTree(
      Object.fromEntries([
        ...below('charts/web', {
          ...chartFiles('web', '1.0.0'),
          'Chart.yaml':
            'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n- {name: db, version: 1.x, repository: "file://../db"}\n',
          '.helmignore': 'templates/draft.yaml\n',
          'templates/draft.yaml': config('draft'),
        }),
        ...below('charts/db', chartFiles('db', '1.5.0', { 'templates/config.yaml': config('db') })),
        ['values/home.yaml', 'replicas: 7\n'],
      ]),
    );
    const sourceRef = { kind: 'GitRepository', name: 'repo' };
    const chart = {
      spec: {
        chart: './charts/web',
        sourceRef,
        valuesFiles: ['./charts/web/values.yaml', 'values/home.yaml'],
      },
    };
    const repo = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { namespace: 'demo', name: 'repo' },
    };
    const { releases, diagnostics } = await reconcile({
      objects: [repo, release('web', { chart })],
      charts: await chartPorts({ offline: true }),
      readSource: () => Promise.resolve({ tree }),
    });
    expect(diagnostics).toEqual([]);
    expect(releases[0]!.chart).toEqual({ name: 'web', version: '1.0.0+1' });
    expect(
      releases[0]!.objects.map(({ manifest }) => [manifest.metadata.name, manifest['data']]),
    ).toEqual([
      ['db', { a: 'b' }],
      ['web-config', { replicas: '7' }],
    ]);
  });
});

async function renderer() {
  const { findHelm } = await import('../../../lib/io/charts/index.ts');
  return findHelm({ SLUICE_HELM: await program('helm') })!;
}

/** A manifest without what Helm adds after rendering, in one order of keys. */
function asRendered(manifest: Manifest): unknown {
  const { labels = {}, annotations = {}, namespace: _, ...metadata } = manifest.metadata;
  const { 'app.kubernetes.io/managed-by': __, ...ownLabels } = labels;
  const ownAnnotations = Object.entries(annotations).filter(
    ([key]) => !key.startsWith('meta.helm.sh/'),
  );
  return {
    ...manifest,
    metadata: { ...metadata, labels: ownLabels, annotations: Object.fromEntries(ownAnnotations) },
  };
}
