import { createHash } from 'node:crypto';
import type { FileTree } from '../../core/index.ts';
import type { ObjectId } from '../../kubernetes/index.ts';
import { type ClusterState, shownId, type Tree } from '../../reconcile/index.ts';
import { isKept } from '../decide/guards.ts';
import type { ClusterPlan } from '../plan.ts';
import { isAtRisk } from './at-risk.ts';
import { keepObjects } from './annotate.ts';

const largest = 1024 * 1024;

/** The objects that the stages of a plan mark. */
export function objectsAtRisk(clusters: readonly ClusterPlan[]): readonly ObjectId[] {
  return clusters.flatMap(({ changes }) => changes.filter(isAtRisk).map(({ object }) => object));
}

/**
 * The files that an intermediate tree has otherwise: every document that is one of the objects says
 * `prune: disabled`, in whichever folder it stands, since an old spec may build an old folder.
 *
 * @param tree the base for stage 1, the head for stage 2
 */
export function stageEdits(tree: Tree, objects: readonly ObjectId[]): FileTree {
  const edits = new Map<string, string>();
  const decoder = new TextDecoder();
  const visit = (folder: string): void => {
    for (const [name, kind] of tree.list(folder) ?? []) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (kind === 'folder' && name !== '.git' && name !== 'node_modules') visit(path);
      if (kind !== 'file' || !/\.(?:ya?ml|json)$/.test(name) || tree.size(path) > largest) continue;
      const text = decoder.decode(tree.read(path));
      const named = objects.filter((id) => text.includes(id.kind));
      const kept = named.length === 0 ? undefined : keepObjects(text, named);
      if (kept !== undefined) edits.set(path, kept);
    }
  };
  visit('');
  return edits;
}

/** A tree with some of its files changed. */
export function withEdits(tree: Tree, edits: FileTree): Tree {
  const encoder = new TextEncoder();
  const contents = new Map([...edits].map(([path, text]) => [path, encoder.encode(text)]));
  return {
    list: (folder) => tree.list(folder),
    size: (file) => contents.get(file)?.length ?? tree.size(file),
    read: (file) => contents.get(file) ?? tree.read(file),
    hash(file) {
      const content = contents.get(file);
      if (!content) return tree.hash(file);
      const header = `blob ${content.length}\0`;
      return createHash('sha1').update(header).update(content).digest('hex');
    },
  };
}

/** The objects that are not kept in a state although a stage marks them: made by a generator, sealed. */
export function unmarkedIn(state: ClusterState, objects: readonly ObjectId[]): readonly ObjectId[] {
  const applied = state.kustomizations.flatMap((each) => each.objects);
  return objects.filter((id) =>
    applied.some((object) => {
      const other = shownId(object);
      return (
        other.kind === id.kind &&
        other.group === id.group &&
        other.namespace === id.namespace &&
        other.name === id.name &&
        !isKept(object.manifest)
      );
    }),
  );
}
