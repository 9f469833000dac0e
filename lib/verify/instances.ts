import { isMap, type Manifest, readYaml } from '../kubernetes/index.ts';
import type { Synthesis } from '../synth/index.ts';
import { sealedWith } from './sealed-with.ts';
import type { AppInstance, InstanceObject } from './separation.ts';

/**
 * The apps of a synthesis with what they apply. Of what a cluster has for all of them, such as namespaces,
 * only its own secrets count.
 */
export function instancesOf({
  clusters,
  tree,
}: Pick<Synthesis, 'clusters' | 'tree'>): readonly AppInstance[] {
  return clusters.flatMap(({ cluster, apps }) =>
    apps.map(({ app, files }) => {
      const isFrame = app === cluster.flux || app === cluster.entry;
      const objects = files.flatMap((file) => objectsIn(tree.get(file) ?? '', file));
      return {
        cluster: cluster.node.id,
        app: app.node.id,
        environment: app.environment.name,
        objects: isFrame
          ? objects.filter(({ manifest }) => sealedWith(manifest).length > 0)
          : objects,
      };
    }),
  );
}

function objectsIn(text: string, file: string): readonly InstanceObject[] {
  return manifestsIn(text).map((manifest) => ({ manifest, file }));
}

/** The objects of a file, those of lists too; none where it is no YAML. */
export function manifestsIn(text: string): readonly Manifest[] {
  const read = readYaml(text);
  if ('problem' in read) return [];
  return read.documents.flatMap((each) => flattened(each));
}

function flattened(value: unknown): readonly Manifest[] {
  if (!isMap(value) || typeof value['kind'] !== 'string') return [];
  const { items } = value;
  if (value['kind'].endsWith('List') && Array.isArray(items)) return items.flatMap(flattened);
  const { metadata, apiVersion } = value;
  const isWhole = isMap(metadata) && typeof metadata['name'] === 'string';
  return isWhole && typeof apiVersion === 'string' ? [value as unknown as Manifest] : [];
}
