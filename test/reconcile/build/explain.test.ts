import { beforeAll, describe, expect, test } from 'vitest';
import { Builder } from '../../../lib/reconcile/build/index.ts';
import { type Kustomize, noCache } from '../../../lib/reconcile/ports.ts';
import { configMap, realKustomize } from '../cluster.ts';
import { memoryTree } from '../memory-tree.ts';

let kustomize: Kustomize;
beforeAll(async () => {
  kustomize = await realKustomize();
});

/** Places and words of what is wrong with a folder beside a good file, without a kustomization.yaml. */
async function complaints(text: string): Promise<unknown> {
  const tree = memoryTree({ 'app/a.yaml': text, 'app/b.yaml': configMap('demo/b') });
  const images = [{ name: 'none.example.org/none', newTag: '0' }];
  const built = await new Builder(kustomize).build(
    tree,
    { path: 'app', images },
    { cache: noCache },
  );
  if ('objects' in built) return [];
  return built.diagnostics.map(({ location, message }) => [location.file, location.line, message]);
}

describe('what kustomize refuses', () => {
  test('is a key that is there twice, with its line', async () => {
    const twice = `${configMap('demo/a')}data:\n  a: b\n  a: c\n`.replace('data: {}\n', '');
    expect(await complaints(twice)).toEqual([['app/a.yaml', 8, 'it has the key a twice']]);
  });

  test('is an object without a kind or a name', async () => {
    const text = 'apiVersion: v1\nmetadata:\n  name: a\n';
    expect(await complaints(text)).toEqual([
      ['app/a.yaml', undefined, 'an object of it has no kind'],
    ]);
    expect(await complaints('apiVersion: v1\nkind: ConfigMap\n')).toEqual([
      ['app/a.yaml', undefined, 'an object of it has no metadata.name'],
    ]);
  });
});
