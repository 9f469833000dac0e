import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type JsonObject, type Manifest, readYaml } from '../../../lib/kubernetes/index.ts';
import { buildResourceSet } from '../../../lib/reconcile/resource-set/build.ts';
import { moduleDirectory } from '../../../tools/go.ts';
import { describeWithGo } from '../../kubernetes/yaml/go.ts';

const sum = 'h1:jByuiWYtjSJxucGHuz68tV0DeVFz5CYrKQYfxAwE7lE=';

async function documents(file: string): Promise<readonly JsonObject[]> {
  const read = readYaml(await readFile(file, 'utf8'));
  if ('problem' in read) throw new Error(`${file}: ${read.problem}`);
  return read.documents;
}

/** As the builder gives it, before the controller adds the labels of the owner. */
function withoutOwner(object: Manifest): JsonObject {
  const { labels = {}, ...metadata } = object.metadata;
  const kept = Object.entries(labels).filter(([key]) => !key.startsWith('resourceset.'));
  const own = kept.length === 0 ? {} : { labels: Object.fromEntries(kept) };
  return { ...object, metadata: { ...metadata, ...own } };
}

describeWithGo("flux-operator's own examples", () => {
  test('build to what it expects of them', async () => {
    const module = await moduleDirectory(
      'github.com/controlplaneio-fluxcd/flux-operator',
      'v0.59.0',
      sum,
    );
    const folder = join(module, 'internal/builder/testdata/resourceset');
    const goldens = (await readdir(folder)).filter((name) => name.endsWith('.golden.yaml'));
    expect(goldens.length).toBeGreaterThan(7);
    for (const golden of goldens) {
      const [source] = await documents(join(folder, golden.replace('.golden', '')));
      const built = buildResourceSet(source as unknown as Manifest, []);
      expect(built, golden).toHaveProperty('objects');
      const objects = 'objects' in built ? built.objects.map(withoutOwner) : [];
      expect(objects, golden).toEqual(await documents(join(folder, golden)));
    }
  }, 120_000);
});
