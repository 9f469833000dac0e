import { expect, test } from 'vitest';
import type { JsonValue } from '../../../lib/kubernetes/index.ts';
import type { CopyOperation } from '../../../lib/reconcile/artifact-generator/copy.ts';
import {
  type ArtifactFiles,
  generateArtifacts,
} from '../../../lib/reconcile/artifact-generator.ts';
import { contentOf, memoryTree } from '../memory-tree.ts';

const files = memoryTree({
  'apps/base/a.yaml': 'a',
  'apps/base/deep/b.yaml': 'b',
  'apps/production/a.yaml': 'production',
  'apps/README.md': 'read me',
  'values.yaml': 'replicas: 1\nimage:\n  name: a\n  tag: b\nlist: [1, 2]\n',
  'more.yaml': 'image:\n  tag: c\nlist: [3]\n',
  'picture.png': '',
});

function assemble(
  copy: readonly CopyOperation[],
  filesOf: () => ArtifactFiles = () => ({ tree: files }),
): unknown {
  const generator = {
    apiVersion: 'source.extensions.fluxcd.io/v1beta1',
    kind: 'ArtifactGenerator',
    metadata: { name: 'generator', namespace: 'apps' },
    spec: {
      sources: [{ alias: 'repo', kind: 'GitRepository', name: 'repo' }],
      artifacts: [{ name: 'artifact', copy: copy as unknown as JsonValue }],
    },
  };
  const [artifact] = generateArtifacts(generator, filesOf);
  const result = artifact!.files;
  return 'tree' in result ? contentOf(result.tree) : result;
}

function pathsOf(...copy: readonly CopyOperation[]): unknown {
  return Object.keys(assemble(copy) as object);
}

test.each([
  ['apps/base/**', '', ['a.yaml', 'deep/b.yaml']],
  ['apps/base/**', 'base/', ['base/a.yaml', 'base/deep/b.yaml']],
  ['apps/base', '', ['base/a.yaml', 'base/deep/b.yaml']],
  ['apps/base/', 'to/', ['to/base/a.yaml', 'to/base/deep/b.yaml']],
  ['apps/base/*', 'to/', ['to/apps/base/a.yaml', 'to/apps/base/deep/b.yaml']],
  ['apps/*/a.yaml', '', ['apps/base/a.yaml', 'apps/production/a.yaml']],
  ['apps/**/b.yaml', '', { problem: "no files match pattern 'apps/**/b.yaml'" }],
  ['values.yaml', 'to/', ['to/values.yaml']],
  ['values.yaml', 'to/b.yaml', ['to/b.yaml']],
  ['picture.png', '', []],
  ['missing', '', { problem: "source 'missing' does not exist" }],
])('%s copied to %j gives %j', (from, to, expected) => {
  const copy = { from: `@repo/${from}`, to: `@artifact/${to}` };
  const result = assemble([copy]);
  expect(Array.isArray(expected) ? Object.keys(result as object) : result).toEqual(expected);
});

test('a file copied to a folder that is there goes into it', () => {
  const folder = { from: '@repo/apps/base/', to: '@artifact/' };
  const file = { from: '@repo/values.yaml', to: '@artifact/base' };
  expect(pathsOf(folder, file)).toContain('base/values.yaml');
});

test('later operations overwrite', () => {
  const result = assemble([
    { from: '@repo/apps/base/**', to: '@artifact/' },
    { from: '@repo/apps/production/**', to: '@artifact/' },
  ]);
  expect(result).toEqual({ 'a.yaml': 'production', 'deep/b.yaml': 'b' });
});

test('a merge lays maps over maps, and replaces all else', () => {
  const result = assemble([
    { from: '@repo/values.yaml', to: '@artifact/values.yaml' },
    { from: '@repo/more.yaml', to: '@artifact/values.yaml', strategy: 'Merge' },
  ]);
  const merged = 'image:\n  name: a\n  tag: c\nlist:\n- 3\nreplicas: 1\n';
  expect(result).toEqual({ 'values.yaml': merged });
});

test.each([
  [['*.md'], ['base/a.yaml', 'base/deep/b.yaml', 'production/a.yaml']],
  [['base/**'], ['README.md', 'production/a.yaml']],
  [['apps/base/**'], ['README.md', 'production/a.yaml']],
  [['**/{a,b}.yaml'], ['README.md']],
  [['a.yaml', 'README.md', 'deep'], []],
  [['**'], { problem: "all files matching pattern 'apps/**' were excluded" }],
])('%j is left out', (exclude, expected) => {
  const result = assemble([{ from: '@repo/apps/**', to: '@artifact/', exclude }]);
  expect(Array.isArray(expected) ? Object.keys(result as object) : result).toEqual(expected);
});

test('what is optional may be missing', () => {
  const optional = { from: '@repo/missing/**', to: '@artifact/', optional: true };
  expect(pathsOf(optional)).toEqual([]);
});

test.each([
  ['@repo/values.yaml', '@artifact/../x', "invalid copy destination '@artifact/../x'"],
  ['@other/values.yaml', '@artifact/', "source alias 'other' not found"],
  ['values.yaml', '@artifact/', "invalid copy source 'values.yaml'"],
])('from %s to %s is a problem', (from, to, problem) => {
  expect(assemble([{ from, to }])).toEqual({ problem });
});

test('an artifact of a source that is not at hand is opaque', () => {
  const copy = [{ from: '@repo/**', to: '@artifact/' }];
  const opaque = { opaque: 'its content is in a registry' };
  expect(assemble(copy, () => opaque)).toEqual(opaque);
});

test('so is one that is extracted from an archive', () => {
  const copy = [{ from: '@repo/a.tgz', to: '@artifact/', strategy: 'Extract' as const }];
  expect(assemble(copy)).toHaveProperty('opaque');
});
