import { type Diagnostic } from '../core/index.ts';
import type { Identity } from '../sops/index.ts';
import type { Builder, OpenSources } from './build/index.ts';
import { decryptObject } from './decrypt.ts';
import type { PreparedObject } from './kustomization/node.ts';
import { specOf } from './kustomization/spec.ts';
import type { Manifest } from '../kubernetes/index.ts';
import type { Tree } from './tree.ts';

/** Builds what a Kustomization applies, and decrypts it; substitution needs the cluster, and follows. */
export async function prepare(
  builder: Builder,
  tree: Tree,
  kustomization: Manifest,
  identities: readonly Identity[],
  openSources: OpenSources | undefined,
): Promise<
  { readonly objects: readonly PreparedObject[] } | { readonly diagnostics: readonly Diagnostic[] }
> {
  const spec = specOf(kustomization);
  const isDecrypted = spec.decryption?.provider === 'sops';
  const built = await builder.build(tree, spec, isDecrypted ? openSources : undefined);
  if ('diagnostics' in built) return built;
  const objects: PreparedObject[] = [];
  for (const { manifest, file } of built.objects) {
    const decrypted = await decryptObject(manifest, spec.decryption, identities);
    objects.push({ ...decrypted, ...(file !== undefined && { file }) });
  }
  return { objects };
}
