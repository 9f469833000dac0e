import { describe, expect, test } from 'vitest';
import { Builder } from '../../../lib/reconcile/build/index.ts';
import { noCache } from '../../../lib/reconcile/ports.ts';
import { configMap, noKustomize } from '../cluster.ts';
import { memoryTree } from '../memory-tree.ts';

/** A tree whose folders are identified by a name, as those of Git are. */
function identified(name: string, key: string) {
  const tree = memoryTree({ 'app/a.yaml': configMap('default/a', { key }) });
  return { ...tree, identity: () => name };
}

const builder = new Builder(noKustomize);
const build = (tree: ReturnType<typeof identified>, spec = {}) =>
  builder.build(tree, { path: 'app', ...spec }, { cache: noCache });

describe('a folder that two trees have', () => {
  test('is built once', async () => {
    const first = await build(identified('same', 'a'));
    expect(await build(identified('same', 'a'))).toBe(first);
  });

  test('is built again where anything in it is another', async () => {
    await build(identified('one', 'a'));
    expect(await build(identified('two', 'b'))).toMatchObject({
      objects: [{ manifest: { data: { key: 'b' } } }],
    });
  });

  test('is built again where a spec adds to it', async () => {
    await build(identified('namespaced', 'a'));
    const result = await build(identified('namespaced', 'a'), { targetNamespace: 'other' });
    expect(result).toMatchObject({ objects: [{ manifest: { metadata: { namespace: 'other' } } }] });
  });
});
