import { describe, expect, test } from 'vitest';
import { Builder } from '../../../lib/reconcile/build/index.ts';
import { noCache } from '../../../lib/reconcile/ports.ts';
import type { Tree } from '../../../lib/reconcile/index.ts';
import type { KustomizationSpec } from '../../../lib/flux/index.ts';
import {
  complaints,
  configMap,
  kustomization,
  manifest,
  noKustomize,
  realKustomize,
  stateOf,
} from '../cluster.ts';
import { memoryTree } from '../memory-tree.ts';

const list = (...resources: string[]): string => `resources: ${JSON.stringify(resources)}\n`;

/** The manifests of a folder, built in process and, with something kustomize must do, natively. */
async function both(
  files: Readonly<Record<string, string>>,
  spec: Partial<KustomizationSpec> = {},
): Promise<{ readonly here: unknown; readonly there: unknown }> {
  const real = await realKustomize();
  const tree = memoryTree(files);
  const here = await new Builder(noKustomize).build(
    tree,
    { path: 'app', ...spec },
    { cache: noCache },
  );
  // Nothing selects this name, but only kustomize can tell.
  const images = [{ name: 'none.example.org/none', newTag: '0' }];
  const there = await new Builder(real).build(
    tree,
    { path: 'app', ...spec, images },
    { cache: noCache },
  );
  const values = (result: typeof here): unknown =>
    'objects' in result ? result.objects.map((each) => each.manifest) : result.diagnostics;
  return { here: values(here), there: values(there) };
}

const helmRelease = `spec:
  chart: { spec: { chart: a } }
  values:
    list: [1, 2]
    none: null
    empty: {}
`;
const patch = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: _
spec:
  upgrade: { crds: CreateReplace }
  values:
    list: [3]
    none: { a: 1 }
`;

describe('a build in process', () => {
  test.each([
    [
      'a list of files',
      { 'app/kustomization.yaml': list('cm.yaml'), 'app/cm.yaml': configMap('a/b', { c: 'yes' }) },
    ],
    [
      'files without a list',
      { 'app/cm.yaml': configMap('a/b'), 'app/more/cm.yml': configMap('a/c') },
    ],
    [
      'folders with lists of their own',
      { 'app/x/kustomization.yaml': list('./cm.yaml'), 'app/x/cm.yaml': configMap('a/b') },
    ],
    [
      'values of all types',
      {
        'app/a.yaml':
          'apiVersion: v1\nkind: A\nmetadata: { name: a }\nspec:\n  a: 1.50\n  b: 012\n  c: on\n  d: null\n  e: 12345678901234567890\n  f: 1e3\n  g: |\n    x\n\n  h: "0x1"\n',
      },
    ],
    [
      'text that looks like anchors and tags',
      {
        'app/a.yaml':
          'apiVersion: v1\nkind: A\nmetadata:\n  name: a\nspec:\n  a: b != c\n  d: |\n    key: !env x\n    &e <<: f\n',
      },
    ],
    [
      'a block without a last line break',
      {
        'app/a.yaml': 'apiVersion: v1\nkind: A\nmetadata:\n  name: a\nspec:\n  a: |\n    b\n    c',
      },
    ],
    [
      'values that stand for others',
      {
        'app/a.yaml':
          'apiVersion: v1\nkind: A\nmetadata:\n  name: &n a\n' +
          'spec:\n  a: &p 80\n  b: *p\n  c: &q "81"\n  d:\n    - *q\n    - e: *n\n  f: &p 012\n  g: *p\n  h: [x]\n',
      },
    ],
    ['many documents', { 'app/a.yaml': `---\n${configMap('a/b')}---\n\n---\n${configMap('a/c')}` }],
  ])('gives what kustomize gives: %s', async (_, files) => {
    const { here, there } = await both(files);
    expect(here).toEqual(there);
  });

  test('gives what kustomize gives: a merge into custom resources', async () => {
    const files = {
      'app/hr.yaml': manifest('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'a/b', helmRelease),
      'app/cm.yaml': configMap('a/b'),
    };
    const target = { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease' };
    const { here, there } = await both(files, { patches: [{ patch, target }] });
    expect(here).toEqual(there);
  });
});

const component = (...resources: string[]): string =>
  `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${list(...resources)}`;

describe('a spec that is added in process', () => {
  test.each([
    ['a namespace', { 'app/a.yaml': configMap('a/b'), 'app/b.yaml': configMap('c/d') }, {}],
    [
      'a namespace of custom resources and workloads',
      {
        'app/a.yaml': manifest('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'a/b', helmRelease),
        'app/b.yaml':
          'apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: { name: a }\n',
        'app/c.yaml': manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', 'a/b', 'spec: {}\n'),
        'app/d.yaml': manifest(
          'apps/v1',
          'Deployment',
          'a/b',
          'spec: { template: { spec: { serviceAccountName: s, volumes: [{ name: v, secret: { secretName: t } }] } } }\n',
        ),
        'app/e.yaml': manifest('v1', 'ServiceAccount', 'a/s'),
        'app/f.yaml': manifest('v1', 'Secret', 'a/t'),
      },
      {},
    ],
    [
      'components that list manifests',
      {
        'app/a.yaml': configMap('a/b'),
        'parts/x/kustomization.yaml': component('./y', 'c.yaml'),
        'parts/x/y/kustomization.yaml': list('d.yaml'),
        'parts/x/y/d.yaml': configMap('a/d'),
        'parts/x/c.yaml': configMap('a/c'),
      },
      { components: ['../parts/x'] },
    ],
  ])('gives what kustomize gives: %s', async (_, files, more) => {
    const { here, there } = await both(files, { targetNamespace: 'demo', ...more });
    // Flux puts them into an order of its own.
    expect(here).toHaveLength((there as unknown[]).length);
    expect(here).toEqual(expect.arrayContaining(there as unknown[]));
  });

  test.each<[string, Readonly<Record<string, string>>, Partial<KustomizationSpec>]>([
    [
      'a binding',
      { 'app/a.yaml': manifest('rbac.authorization.k8s.io/v1', 'RoleBinding', 'a/b') },
      {},
    ],
    [
      'a namespace',
      { 'app/a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n' },
      {},
    ],
    ['a kind named as one', { 'app/a.yaml': manifest('a.example/v1', 'Namespace', 'a/b') }, {}],
    ['two that become one', { 'app/a.yaml': configMap('a/b'), 'app/b.yaml': configMap('c/b') }, {}],
    [
      'a component that patches',
      {
        'app/a.yaml': configMap('a/b'),
        'x/kustomization.yaml': `${component('c.yaml')}namePrefix: a-\n`,
        'x/c.yaml': configMap('a/c'),
      },
      { components: ['../x'] },
    ],
    [
      'a component that holds who uses it',
      {
        'x/app/a.yaml': configMap('a/b'),
        'x/kustomization.yaml': component('c.yaml'),
        'x/c.yaml': configMap('a/c'),
      },
      { path: 'x/app', components: ['..'] },
    ],
  ])('is left to kustomize with %s', async (_, files, more) => {
    const asked: string[] = [];
    const kustomize = {
      id: 'x',
      build: (__: unknown, folder: string) => {
        asked.push(folder);
        return Promise.resolve({ problem: 'no' });
      },
    };
    const spec = { path: 'app', targetNamespace: 'demo', ...more };
    await new Builder(kustomize).build(memoryTree(files), spec, { cache: noCache });
    expect(asked).toEqual([spec.path]);
  });
});

describe('a build by kustomize', () => {
  test('knows bases, generators, components, and what the spec adds', async () => {
    const state = await stateOf(
      {
        'entry/app.yaml': kustomization('app', './apps/x', {
          targetNamespace: 'demo',
          namePrefix: 'a-',
          components: ['../../parts/label', '../../parts/gone'],
          ignoreMissingComponents: true,
          images: [{ name: 'nginx', newTag: '2' }],
        }),
        'apps/x/kustomization.yaml':
          'resources: [../base]\nconfigMapGenerator:\n- name: c\n  files: [key=data.txt]\n',
        'apps/x/data.txt': 'hello',
        'apps/base/kustomization.yaml': list('pod.yaml'),
        'apps/base/pod.yaml': manifest(
          'v1',
          'Pod',
          'p',
          'spec: { containers: [{ name: c, image: nginx:1 }] }\n',
        ),
        'parts/label/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nlabels: [{ pairs: { tier: web } }]\n',
      },
      { kustomize: await realKustomize() },
    );
    expect(state.diagnostics).toEqual([]);
    expect(state.kustomizations[1]?.inventory).toEqual([
      'demo_a-c-5dhmb5499m__ConfigMap',
      'demo_a-p__Pod',
    ]);
    expect(state.kustomizations[1]?.objects[1]?.manifest).toMatchObject({
      metadata: { labels: { tier: 'web' } },
      spec: { containers: [{ image: 'nginx:2' }] },
    });
  });

  test('is asked where a folded text has a deeper line, before which it adds a line break', async () => {
    const text = 'data:\n  folded: >-\n    call(\n      argument\n    )\n';
    const state = await stateOf(
      {
        'entry/app.yaml': kustomization('app', 'app'),
        'app/cm.yaml': manifest('v1', 'ConfigMap', 'demo/app', text),
      },
      { kustomize: await realKustomize() },
    );
    expect(state.kustomizations[1]?.objects[0]?.manifest).toMatchObject({
      data: { folded: 'call(\n\n  argument\n)' },
    });
  });

  test('that finds a broken file says in which line', async () => {
    const state = await stateOf(
      {
        'entry/app.yaml': kustomization('app', 'app'),
        'entry/other.yaml': kustomization('other', 'other'),
        'app/broken.yaml': 'a: 1\nb: [\n',
        'other/cm.yaml': configMap('demo/other'),
      },
      { kustomize: await realKustomize() },
    );
    expect(state.diagnostics).toMatchObject([
      { code: 'unreadable-manifest', location: { file: 'app/broken.yaml', line: 3 } },
    ]);
    expect(state.kustomizations.map(({ status }) => status)).toEqual([
      'applied',
      'applied',
      'failed',
    ]);
  });

  test.each([
    ['a remote resource', 'remote-resource', list('https://example.org/a.yaml'), 'opaque'],
    ['a repository', 'remote-resource', list('github.com/org/repo//x?ref=v1'), 'opaque'],
    ['a path above the source', 'path-escapes', list('../../secret.yaml')],
    ['an absolute path', 'path-escapes', list('/etc/passwd')],
    [
      'a generator that reads above the source',
      'path-escapes',
      'configMapGenerator: [{ name: a, files: [x=../../b] }]\n',
    ],
    ['a patch that reads above the source', 'path-escapes', 'patches: [{ path: ../../b }]\n'],
  ])('is refused with %s, and others go on', async (_, code, text, status = 'failed') => {
    const state = await stateOf(
      {
        'entry/app.yaml': kustomization('app', 'app'),
        'entry/other.yaml': kustomization('other', 'other'),
        'app/kustomization.yaml': `# first\n${text}`,
        'other/cm.yaml': configMap('demo/other'),
      },
      { kustomize: await realKustomize() },
    );
    expect(state.diagnostics).toMatchObject([
      { code, location: { file: 'app/kustomization.yaml', line: 2 } },
    ]);
    expect(state.kustomizations.map(({ status }) => status)).toEqual([
      'applied',
      'applied',
      status,
    ]);
  });

  test('needs kustomize, and says what to do without it', async () => {
    const state = await stateOf(
      {
        'entry/app.yaml': kustomization('app', 'app', { namePrefix: 'a' }),
        'app/cm.yaml': configMap('demo/app'),
      },
      { kustomize: { ...noKustomize, id: undefined } },
    );
    expect(complaints(state)).toEqual(['kustomize-not-found Kustomization flux-system/app']);
  });

  test.each([
    ['is missing', './gone', 'missing-path'],
    ['leads out of the source', '../gone', 'path-escapes'],
  ])('is refused where the path %s', async (_, path, code) => {
    const state = await stateOf({ 'entry/app.yaml': kustomization('app', path) });
    expect(complaints(state)).toEqual([`${code} Kustomization flux-system/app`]);
    expect(state.diagnostics).toMatchObject([{ location: { file: 'entry/app.yaml' } }]);
  });

  test('is refused behind a link, and says so', async () => {
    const tree = memoryTree({ 'entry/app.yaml': kustomization('app', 'link/app') });
    const list: Tree['list'] = (folder) =>
      folder === '' ? new Map([...tree.list('')!, ['link', 'link']]) : tree.list(folder);
    const state = await stateOf({}, { tree: { ...tree, list } });
    expect(state.diagnostics).toMatchObject([
      { code: 'missing-path', message: 'link/app is behind a symbolic link' },
    ]);
  });

  test('names the Kustomization where the program itself fails', async () => {
    const build = (): never => {
      throw new Error('out of memory');
    };
    const state = stateOf(
      {
        'entry/app.yaml': kustomization('app', 'app', { namePrefix: 'a' }),
        'app/cm.yaml': configMap('demo/app'),
      },
      { kustomize: { ...noKustomize, build } },
    );
    await expect(state).rejects.toThrow(
      'Kustomization flux-system/app cannot be built: out of memory',
    );
  });
});
