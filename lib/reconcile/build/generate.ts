import { Document } from 'yaml';
import type { Tree } from '../tree.ts';
import { below, kustomizationNameIn } from './kustomization-file.ts';

/**
 * The resources that kustomize-controller makes a kustomization.yaml of for a folder without one:
 * every manifest below it, and every folder below it that has one (fluxcd/pkg kustomize v1.35.6,
 * kustomize_generator.go: scanManifests).
 */
export function generatedResources(tree: Tree, folder: string): readonly string[] {
  return manifestsBelow(tree, folder, '.');
}

/** The kustomization.yaml that the controller makes of resources. */
export function generateKustomization(resources: readonly string[]): Document {
  return new Document(
    {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      // With neither, kustomize would call it empty.
      ...(resources.length > 0 ? { resources } : { namespace: '_placeholder' }),
    },
    { schema: 'failsafe' },
  );
}

function manifestsBelow(tree: Tree, folder: string, relative: string): string[] {
  return [...(tree.list(folder) ?? [])].flatMap(([name, kind]) => {
    const path = below(folder, name);
    const printed = `${relative}/${name}`;
    if (kind === 'file') return /\.ya?ml$/.test(name) ? [printed] : [];
    if (kind === 'link') return [];
    return kustomizationNameIn(tree, path) === undefined
      ? manifestsBelow(tree, path, printed)
      : [printed];
  });
}
