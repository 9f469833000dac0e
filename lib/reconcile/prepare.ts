import { type Diagnostic } from '../core/index.ts';
import type { Identity } from '../sops/index.ts';
import type { Builder, OpenSources } from './build/index.ts';
import { decryptObject } from './decrypt.ts';
import type { PreparedObject } from './kustomization/node.ts';
import { specOf } from './kustomization/spec.ts';
import { formatObject, type Manifest, objectId } from '../kubernetes/index.ts';
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
  const broken: Diagnostic[] = [];
  for (const { manifest, file } of built.objects) {
    const decrypted = await decryptObject(manifest, spec.decryption, identities);
    const object = formatObject(objectId(manifest));
    const at = { object, ...(file !== undefined && { file }) };
    // With a key the controller fails on values that were not encrypted where they stand.
    const errors = decrypted.diagnostics.filter(({ code }) => code === 'sops-tampered');
    // The place inside the object as it was built is no place in a file.
    broken.push(...errors.map((each) => ({ ...each, location: { ...at, ...fieldOf(each) } })));
    objects.push({ ...decrypted, ...(file !== undefined && { file }) });
  }
  return broken.length > 0 ? { diagnostics: broken } : { objects };
}

function fieldOf({ location: { field } }: Diagnostic): { readonly field?: string } {
  return field === undefined ? {} : { field };
}
