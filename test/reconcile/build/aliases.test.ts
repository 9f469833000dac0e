import { expect, test } from 'vitest';
import { Builder } from '../../../lib/reconcile/build/index.ts';
import { noCache } from '../../../lib/reconcile/ports.ts';
import { configMap, realKustomize } from '../cluster.ts';
import { memoryTree } from '../memory-tree.ts';

async function build(text: string): Promise<object> {
  const builder = new Builder(await realKustomize());
  const files = { 'app/kustomization.yaml': text, 'app/a.yaml': configMap('demo/a') };
  return builder.build(memoryTree(files), { path: 'app' }, { cache: noCache });
}

test.each([
  ['a value', 'x-l: &l {a: b}\ncommonLabels: *l\n'],
  ['a value that holds another one', 'x-b: &b b\nx-l: &l {a: *b}\ncommonLabels: *l\n'],
  ['a map that is merged', 'x-l: &l {a: b}\ncommonLabels: {<<: *l}\n'],
  ['the later one of a name', 'x-a: &l {a: c}\nx-b: &l {a: b}\ncommonLabels: *l\n'],
])('an alias in a kustomization.yaml outlives the unknown field with %s', async (_, text) => {
  expect(await build(`${text}resources: [a.yaml]\n`)).toMatchObject({
    objects: [{ manifest: { metadata: { labels: { a: 'b' } } } }],
  });
});

const doubled = Array.from({ length: 20 }, (_, at) => `x${at + 1}: &x${at + 1} [*x${at}, *x${at}]`);

test.each([
  ['that names nothing', 'resources: [a.yaml]\nnamePrefix: *gone\n', 2],
  ['that names what it stands in', 'resources: [a.yaml]\nx: &x [*x]\n', 2],
  ['that stands for too much', `x0: &x0 [a, b]\n${doubled.join('\n')}\n`, 12],
])('an alias %s is a mistake with its line', async (_, text, line) => {
  expect(await build(text)).toMatchObject({
    diagnostics: [
      { code: 'unreadable-manifest', location: { file: 'app/kustomization.yaml', line } },
    ],
  });
});

test('a manifest whose aliases stand for too much is given to no program', async () => {
  const files = { 'app/a.yaml': `# first\na: 1\n---\nx0: &x0 [a, b]\n${doubled.join('\n')}\n` };
  const program = { id: 'never', build: () => Promise.reject(new Error('it was started')) };
  const built = await new Builder(program).build(
    memoryTree(files),
    { path: 'app' },
    { cache: noCache },
  );
  expect(built).toMatchObject({
    diagnostics: [{ code: 'unreadable-manifest', location: { file: 'app/a.yaml', line: 15 } }],
  });
});
