import { describe, expect, test } from 'vitest';
import type { JsonObject, Manifest } from '../../lib/kubernetes/index.ts';
import {
  revisionsIn,
  withForeign,
  withInventories,
  withSuspensions,
} from '../../lib/plan/index.ts';
import {
  changesOf,
  claim,
  cluster,
  configMap,
  inWords,
  kustomization as k,
  release,
  resourceSet,
} from './support.ts';

const data = claim('data');

/** What kubectl prints of a Kustomization. */
function live(manifest: Manifest, ...ids: readonly string[]): JsonObject {
  const inventory = { entries: ids.map((id) => ({ id, v: 'v1' })) };
  return { ...manifest, status: { inventory } } as unknown as JsonObject;
}

const list = (...items: JsonObject[]) => [{ apiVersion: 'v1', kind: 'List', items }];
const root = live(cluster([]).kustomizations[0]!.manifest);

describe('a dump of Kustomizations', () => {
  const planned = (dump: JsonObject[], head: ReturnType<typeof k>[]) =>
    inWords(changesOf(withInventories(cluster([k('a', [data])]), dump), cluster(head)));

  test('says what is there instead of the base', () => {
    const dump = list(root, live(k('a', []).manifest, 'demo_other__ConfigMap'));
    expect(planned(dump, [k('a', [data])])).toEqual([
      'created PersistentVolumeClaim data',
      'deleted ConfigMap other (removed-entry)',
    ]);
  });

  test('says who is suspended', () => {
    const off = k('a', [], { suspend: true }).manifest;
    const dump = list(root, live(off, 'demo_data__PersistentVolumeClaim'));
    expect(planned(dump, [k('a', [], { suspend: true })])).toEqual([
      'deferred PersistentVolumeClaim data (suspended)',
    ]);
  });

  test('has Kustomizations that no tree has', () => {
    const dump = list(root, live(k('gone', []).manifest, 'demo_c__ConfigMap'));
    expect(planned(dump, [k('b', [configMap('c')])])).toEqual(['moved ConfigMap c']);
  });
});

describe('a Kustomization that no tree has', () => {
  const tree = cluster([k('a', [])]);
  const c = 'demo_c__ConfigMap';
  const b = 'flux-system_b_kustomize.toolkit.fluxcd.io_Kustomization';
  const words = (...dump: JsonObject[]) => {
    const base = withInventories(tree, list(root, ...dump));
    return inWords(changesOf(base, withForeign(tree, tree, base)));
  };

  test('stays with what it has, and those below it too', () => {
    const outer = live(k('outer', []).manifest, b);
    expect(words(live(k('b', []).manifest, c))).toEqual([]);
    expect(words(outer, live(k('b', []).manifest, c))).toEqual([]);
  });

  test('goes where one of a tree still holds it', () => {
    expect(words(live(k('a', []).manifest, b), live(k('b', []).manifest, c))).toEqual([
      'deleted ConfigMap c (removed-owner)',
    ]);
  });
});

describe('what was suspended by hand', () => {
  const off = { suspend: true };
  const words = (
    tree: ReturnType<typeof k>,
    live: ReturnType<typeof k>,
    head: ReturnType<typeof k>,
  ) => {
    const base = cluster([live]);
    return inWords(changesOf(base, withSuspensions(cluster([head]), cluster([tree]), base)));
  };
  const after = configMap('a', { data: { a: '2' } });
  const before = configMap('a', { data: { a: '1' } });

  test('stays so, as no tree says anything of it', () => {
    expect(words(k('a', [before]), k('a', [before], off), k('a', [after]))).toEqual([
      'deferred ConfigMap a (suspended)',
    ]);
  });

  test.each([
    ['the head resumes it', k('a', [before]), k('a', [after], { suspend: false })],
    ['the base suspended it, and the head does not', k('a', [before], off), k('a', [after])],
  ])('goes on where %s', (_, tree, head) => {
    expect(words(tree, k('a', [before], off), head)).toEqual(['updated ConfigMap a']);
  });

  test('stays so for releases and ResourceSets', () => {
    const state = (
      object: typeof before,
      spec: { readonly suspend?: boolean },
      annotations?: Readonly<Record<string, string>>,
    ) => {
      const set = resourceSet('set', [{ ...object, metadata: { ...object.metadata, name: 'b' } }]);
      const metadata = { ...set.manifest.metadata, ...(annotations && { annotations }) };
      const manifest = { ...set.manifest, metadata };
      return cluster([], [release('web', [object], spec)], [{ ...set, manifest }]);
    };
    const base = state(before, off, { 'fluxcd.controlplane.io/reconcile': 'disabled' });
    const head = withSuspensions(state(after, {}), state(before, {}), base);
    expect(inWords(changesOf(base, head))).toEqual([
      'deferred ConfigMap b (suspended)',
      'deferred ConfigMap a (suspended)',
    ]);
  });
});

describe('a dump of releases and ResourceSets', () => {
  const manifestOf = (each: { readonly manifest: Manifest }, status: JsonObject): JsonObject =>
    ({ ...each.manifest, status }) as unknown as JsonObject;

  test('says which release is there under which name', () => {
    const web = release('web', [data]);
    const history = [{ name: 'old', namespace: 'demo', chartName: 'web', chartVersion: '1.0.0' }];
    const state = cluster([], [web]);
    const dump = [
      live(state.kustomizations[0]!.manifest, 'demo_web_helm.toolkit.fluxcd.io_HelmRelease'),
      manifestOf(web, { storageNamespace: 'demo', history }),
    ];
    expect(inWords(changesOf(withInventories(state, dump), state))).toEqual([
      're-created PersistentVolumeClaim data (changed-target)',
    ]);
  });

  test('leaves out a release that no inventory has', () => {
    const state = cluster([], [release('web', [data])]);
    const dump = [live(state.kustomizations[0]!.manifest)];
    expect(withInventories(state, dump).releases).toEqual([]);
  });

  test('says what a ResourceSet has', () => {
    const set = resourceSet('set', [data]);
    const inventory = { entries: [{ id: 'demo_other__ConfigMap', v: 'v1' }] };
    const state = cluster([], [], [set]);
    const dump = [
      live(state.kustomizations[0]!.manifest, 'demo_set_fluxcd.controlplane.io_ResourceSet'),
      manifestOf(set, { inventory }),
    ];
    expect(inWords(changesOf(withInventories(state, dump), state))).toEqual([
      'created PersistentVolumeClaim data',
      'deleted ConfigMap other (removed-entry)',
    ]);
  });
});

describe('the revision that a Kustomization has applied', () => {
  const blue = cluster([k('a', [configMap('c', { data: { a: 'blue' } })])]);
  const green = cluster([k('a', [configMap('c', { data: { a: 'green' } })])]);
  const applied = (revision: string): JsonObject => {
    const dumped = live(k('a', []).manifest, 'demo_c__ConfigMap');
    const status = { ...(dumped['status'] as JsonObject), lastAppliedRevision: revision };
    return { ...dumped, status };
  };

  test('says which form its objects have', () => {
    const at = (revision: string) => (revision === 'main@sha1:1' ? blue : undefined);
    const base = withInventories(green, list(root, applied('main@sha1:1')), at);
    expect(changesOf(base, green)[0]?.fields).toMatchObject([{ before: 'blue', after: 'green' }]);
  });

  test('is that of the base where it is not at hand', () => {
    const base = withInventories(green, list(root, applied('main@sha1:1')));
    expect(changesOf(base, green)).toEqual([]);
  });

  test('counts for the source of the tree only', () => {
    const source = { sourceRef: { kind: 'GitRepository', name: 'flux-system' } };
    const dumped = live(k('a', [], source).manifest);
    const status = { lastAppliedRevision: 'main@sha1:1' };
    const dump = list({ ...dumped, status });
    expect(revisionsIn(dump, 'GitRepository/flux-system/flux-system')).toEqual(['main@sha1:1']);
    expect(revisionsIn(dump, 'GitRepository/flux-system/other')).toEqual([]);
  });
});
