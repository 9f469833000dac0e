import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../core/index.ts';
import { offlineFlux } from '../reconcile/index.ts';
import { isKnowledge, validateTree } from '../validate/index.ts';
import { judgementsFile } from './judgements.ts';
import { notedTree } from './noted-tree.ts';
import { findKustomize } from './reconcile/index.ts';

/** What is wrong with the tree that files are part of, and its root. */
export async function validateManifests(
  manifests: readonly string[],
): Promise<{ readonly root: string; readonly findings: readonly Finding[] }> {
  const root = rootOf(manifests);
  if (root === undefined) return { root: '.', findings: [] };
  const reconcile = offlineFlux({ kustomize: findKustomize(process.env) });
  const validations = await validateTree(notedTree(root), undefined, reconcile);
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
