import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../core/index.ts';
import { offlineFlux } from '../reconcile/index.ts';
import { isKnowledge, type TreeToValidate, validateTree } from '../validate/index.ts';
import { judgementsFile } from './judgements.ts';
import { notedTree } from './noted-tree.ts';
import { findKustomize } from './reconcile/index.ts';

/**
 * What is wrong with the tree that files are part of, and its root.
 *
 * @param complete adds to what synth noted beside the tree what only the program knows
 */
export async function validateManifests(
  manifests: readonly string[],
  complete: (tree: TreeToValidate, root: string) => Promise<TreeToValidate>,
): Promise<{ readonly root: string; readonly findings: readonly Finding[] }> {
  const root = rootOf(manifests);
  if (root === undefined) return { root: '.', findings: [] };
  const reconcile = offlineFlux({ kustomize: findKustomize(process.env) });
  const validations = await validateTree(
    await complete(notedTree(root), root),
    undefined,
    reconcile,
  );
  return { root, findings: validations.flatMap(({ findings }) => findings.filter(isKnowledge)) };
}

/** The folder above a manifest beside which synth left its notes. */
function rootOf(manifests: readonly string[]): string | undefined {
  let folder = path.dirname(manifests[0] ?? '');
  while (!existsSync(judgementsFile(folder))) {
    const above = path.dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
  return folder;
}
