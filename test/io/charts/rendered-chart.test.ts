import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chartRenderer, findHelm } from '../../../lib/io/charts/index.ts';
import { type JsonObject, type Manifest, readYaml } from '../../../lib/kubernetes/index.ts';
import type { ChartOutcome, WantedChart } from '../../../lib/synth/index.ts';
import { goIsAvailable, program } from '../../../tools/programs.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { writeFile } from '../../support/tree.ts';
import {
  type ChartFiles,
  chartFiles,
  indexOf,
  packChart,
  serveRegistry,
  serveRepository,
} from './fixtures.ts';
import { chartPorts, memoryCache } from './setup.ts';

const wanted = {
  chart: 'web',
  version: '1.0.0',
  releaseName: 'shop',
  namespace: 'demo',
  values: {},
  kubernetes: '1.34',
};

async function repositoryOf(files: ChartFiles): Promise<string> {
  const archive = packChart('web', '1.0.0', files);
  const index = indexOf({ web: [['1.0.0', archive]] });
  const { host } = await serveRepository({ 'index.yaml': index, 'web-1.0.0.tgz': archive });
  return `http://${host}`;
}

/** Renders a chart of a repository. */
async function render(files: ChartFiles, more: Partial<WantedChart> = {}): Promise<ChartOutcome> {
  const renderer = chartRenderer(await chartPorts());
  return renderer({ repository: await repositoryOf(files), ...wanted, ...more });
}

const everything = {
  'templates/all.yaml': `{{- range $name, $value := .Values }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ $name | lower }}
  namespace: {{ $.Release.Namespace }}
  annotations:
data:
  value: {{ toYaml $value | quote }}
  json: {{ toJson $value | quote }}
  release: {{ $.Release.Name }} {{ $.Release.Service }} {{ $.Capabilities.KubeVersion }}
{{- end }}
---
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Service, metadata: {name: listed}}
`,
  'templates/test.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: t\n  annotations: {helm.sh/hook: test}\n',
  'crds/zones.yaml':
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: zones.example.org\n',
};

/** What `helm template` prints for a chart in a folder, lists opened. */
async function helmTemplate(files: ChartFiles, values: JsonObject): Promise<readonly Manifest[]> {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(chartFiles('web', '1.0.0', files))) {
    writeFile(folder, `web/${path}`, text);
  }
  writeFile(folder, 'values.json', JSON.stringify(values));
  const flags = ['--namespace=demo', '--include-crds', '--no-hooks', '--kube-version=v1.34.0'];
  const text = execFileSync(
    await program('helm'),
    ['template', ...flags, '-f', 'values.json', 'shop', 'web'],
    { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: folder } },
  );
  const read = readYaml(text);
  if ('problem' in read) throw new Error(read.problem);
  return read.documents.flatMap((each) =>
    each['kind'] === 'List' ? (each['items'] as unknown as Manifest[]) : (each as Manifest),
  );
}

const byName = (a: Manifest, b: Manifest): number =>
  `${a.kind} ${a.metadata.name}` < `${b.kind} ${b.metadata.name}` ? -1 : 1;

const values = fc.dictionary(
  fc.stringMatching(/^[a-zA-Z]{1,8}$/),
  fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.constant(null), fc.array(fc.string())),
  { maxKeys: 5 },
);

describe.skipIf(!(await goIsAvailable()))('a chart that is rendered at synth', () => {
  test('gives the objects that helm template prints, whatever its values', async () => {
    const renderer = chartRenderer(await chartPorts());
    const repository = await repositoryOf(everything);
    await fc.assert(
      fc.asyncProperty(values, async (some) => {
        const outcome = await renderer({ repository, ...wanted, values: some });
        if (!('manifests' in outcome)) throw new Error(JSON.stringify(outcome));
        const found = [...outcome.crds, ...outcome.manifests];
        const expected = await helmTemplate(everything, some);
        expect(found.sort(byName)).toEqual([...expected].sort(byName));
      }),
      { numRuns: 8 },
    );
  }, 60_000);

  test('comes from a registry as well', async () => {
    const { host } = await serveRegistry({
      charts: { 'charts/web': { '1.0.0': packChart('web', '1.0.0') } },
    });
    const renderer = chartRenderer(await chartPorts());
    const repository = `oci://${host}/charts`;
    expect(await renderer({ repository, ...wanted })).toMatchObject({
      manifests: [{ metadata: { name: 'shop-config' } }],
    });
  });

  test('has its hooks apart, with their events', async () => {
    const hook = (event: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: h\n  annotations: {helm.sh/hook: "${event}"}\n`;
    const outcome = await render({ 'templates/hook.yaml': hook('pre-install, test') });
    expect(outcome).toMatchObject({
      manifests: [{ kind: 'ConfigMap' }],
      hooks: [{ manifest: { kind: 'Pod' }, events: ['pre-install', 'test'] }],
    });
  });

  test('names the fields that another render gives other values', async () => {
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {key: {{ randAlphaNum 9 }}}\n';
    const outcome = await render({ 'templates/secret.yaml': secret });
    expect(outcome).toMatchObject({ unstable: ['Secret s stringData.key'] });
  });

  test('is rendered once for several who want the same, and not again in the next run', async () => {
    const repository = await repositoryOf({});
    const settings = { cache: memoryCache(), directory: temporaryFolder() };
    const helm = findHelm({ SLUICE_HELM: await program('helm') })!;
    let renders = 0;
    const template: typeof helm.template = (chart, request) => {
      renders += 1;
      return helm.template(chart, request);
    };
    for (const offline of [false, true]) {
      const charts = await chartPorts({ ...settings, offline, helm: { ...helm, template } });
      const renderer = chartRenderer(charts);
      const twice = [wanted, wanted].map((each) => renderer({ repository, ...each }));
      const manifests = [{ metadata: { name: 'shop-config' } }];
      expect(await Promise.all(twice)).toMatchObject([{ manifests }, { manifests }]);
    }
    expect(renders).toBe(1);
  });

  test('is not kept if it holds what could be a secret', async () => {
    const cache = memoryCache();
    const renderer = chartRenderer(await chartPorts({ cache }));
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {key: "{{ .Values.key }}"}\n';
    const repository = await repositoryOf({ 'templates/secret.yaml': secret });
    const outcome = await renderer({ repository, ...wanted, values: { key: 'planted' } });
    expect(JSON.stringify(outcome)).toContain('planted');
    expect([...cache.texts.values()].join('\n')).not.toContain('planted');
  });

  test('is the same out of the cache, digits and all', async () => {
    const settings = { cache: memoryCache(), directory: temporaryFolder() };
    const repository = await repositoryOf({
      'templates/numbers.yaml':
        'apiVersion: v1\nkind: Zone\nmetadata: {name: z}\nspec: {id: 12345678901234567890, near: -0.0}\n',
    });
    const renders = [];
    for (const offline of [false, true]) {
      const renderer = chartRenderer(await chartPorts({ ...settings, offline }));
      renders.push(await renderer({ repository, ...wanted }));
    }
    expect(renders[1]).toEqual(renders[0]);
    expect(renders[0]).toMatchObject({
      manifests: [{}, { spec: { id: 12345678901234567890n, near: -0 } }],
    });
  });

  test('says why it cannot be had', async () => {
    const repository = await repositoryOf({});
    const renderer = chartRenderer(await chartPorts());
    expect(await renderer({ repository, ...wanted, chart: 'gone' })).toEqual({
      unavailable: `${repository} has no gone 1.0.0`,
    });
  });
});
