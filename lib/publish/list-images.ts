import type { ImageData, TagPolicy } from '../constructs/index.ts';
import { type ExistingTree, type SynthesizedCluster, tagsCommitted } from '../synth/index.ts';
import type { FileTree } from '../core/index.ts';
import { parseInventoryId } from '../flux/index.ts';

/** An image of an app, and its tags. */
export interface ListedImage {
  readonly cluster: string;
  readonly app: string;
  /** The namespaces of the app and of its objects. */
  readonly namespaces: readonly string[];
  readonly image: ImageData;
  /** Whether its tags stand in a repository of the app's own. */
  readonly isElsewhere: boolean;
  /** The tag in the manifests; undefined where they do not have the image. */
  readonly committed: string | undefined;
  /** The tag that synth and publish write next. */
  readonly next: string;
}

/** The images of a fleet with the tags that Flux committed to its manifests. */
export function listImages(
  clusters: readonly SynthesizedCluster[],
  tree: FileTree,
  existing: ExistingTree,
): ListedImage[] {
  const committed = tagsCommitted(existing, tree);
  return clusters.flatMap(({ cluster, apps }) =>
    apps.flatMap(({ app, directory, inventory, images }) => {
      const named = [app.namespace ?? '', ...inventory.map((id) => parseInventoryId(id).namespace)];
      const namespaces = [...new Set(named)].filter((each) => each !== '');
      return images.map(({ image, policy, isElsewhere }) => {
        const found = committed.get(directory)?.get(policy);
        return {
          cluster: cluster.node.id,
          app: app.node.id,
          namespaces,
          image,
          isElsewhere,
          committed: found?.tag,
          next: found?.isKept === true ? found.tag : image.tag,
        };
      });
    }),
  );
}

/**
 * The tags with which an image runs, sorted: several while a change rolls out.
 *
 * @param running images of containers by namespace
 */
export function runningTags(
  { namespaces, image: { image } }: ListedImage,
  running: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const tags = namespaces
    .flatMap((namespace) => running.get(namespace) ?? [])
    .filter((each) => each.startsWith(`${image}:`))
    .map((each) => each.slice(image.length + 1).replace(/@.*/, ''));
  return [...new Set(tags)].sort();
}

/** A policy in a few words. */
export function describePolicy({ policy, filterTags }: TagPolicy): string {
  const { semver, alphabetical, numerical } = policy;
  const order = (name: string, by: { readonly order?: string | undefined } | undefined) =>
    by && (by.order === 'desc' ? `${name} desc` : name);
  const rule =
    (semver && `semver ${semver.range}`) ??
    order('alphabetical', alphabetical) ??
    order('numerical', numerical) ??
    '';
  return filterTags?.pattern === undefined ? rule : `${rule} of ${filterTags.pattern}`;
}
