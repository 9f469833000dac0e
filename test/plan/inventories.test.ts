import { describe, expect, test } from 'vitest';
import type { JsonObject, Manifest } from '../../lib/kubernetes/index.ts';
import { withInventories } from '../../lib/plan/index.ts';
import { changesOf, claim, cluster, configMap, inWords, kustomization as k } from './support.ts';

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
