import type { KustomizationSpec } from '../../flux/index.ts';
import { joinPath, readText, type Tree } from '../tree.ts';
import { closureOf } from './closure.ts';
import { generatedResources, generateKustomization } from './generate.ts';
import { below, findKustomizationFile, parseKustomizationFile } from './kustomization-file.ts';
import { mergeSpec } from './merge-spec.ts';

/** The files of the tree that the build of a Kustomization reads; none where it cannot be built. */
export function filesRead(tree: Tree, spec: Partial<KustomizationSpec>): readonly string[] {
  const folder = joinPath('', spec.path ?? '');
  if (folder === undefined) return [];
  const file = findKustomizationFile(tree, folder);
  const document =
    file === undefined
      ? generateKustomization(generatedResources(tree, folder))
      : parseKustomizationFile(readText(tree, file));
  if ('problem' in document) return [];
  const merged = mergeSpec(tree, folder, document, spec, file === undefined);
  if (typeof merged === 'string') return [];
  if (file === undefined) {
    return [...closureOf(tree, folder, below(folder, 'kustomization.yaml'), merged.text).files];
  }
  const text = merged.changed ? merged.text : readText(tree, file);
  return [file, ...closureOf(tree, folder, file, text).files];
}
