import { readEntries } from '../io/plan/index.ts';
import { type MovedImage, withEdits } from '../plan/index.ts';
import { existingIn } from '../publish/index.ts';
import { type ClusterState, kindOf, readText, type Tree } from '../reconcile/index.ts';
import { imageIn, withCommittedTags } from '../synth/index.ts';
import type { PlanTrees } from './plan-trees.ts';

const policyFile = /\/imagepolicy\.[^/]+\.yaml$/;

/**
 * The head as it would be published over the base: files that are as synth wrote them get the tags
 * that Flux committed to the base.
 */
export function headToPublish({ base, head, headFolder }: PlanTrees): Tree {
  const noted = Object.entries(readEntries(headFolder));
  const folders = new Set(noted.flatMap(([file]) => (policyFile.test(file) ? folderOf(file) : [])));
  if (folders.size === 0) return head;
  const written = noted.filter(
    ([file, { hash }]) =>
      folders.has(folderOf(file)) && kindOf(head, file) === 'file' && head.hash(file) === hash,
  );
  const declared = new Map(written.map(([file]) => [file, readText(head, file)]));
  const kept = withCommittedTags(existingIn(base), declared);
  return withEdits(head, new Map([...kept].filter(([file, text]) => declared.get(file) !== text)));
}

/** The images of a state that have other tags than the program declares. */
export function movedImages(tree: Tree, state: ClusterState | undefined): readonly MovedImage[] {
  const existing = existingIn(tree);
  return (state?.kustomizations ?? []).flatMap(({ id, objects }) =>
    objects.flatMap(({ file = '', shown }) => {
      const found = policyFile.test(file) && !shown ? imageIn(existing, file) : undefined;
      if (found === undefined || found.tag === found.declared) return [];
      return { app: id.slice(id.indexOf('/') + 1), ...found };
    }),
  );
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}
