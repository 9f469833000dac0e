import { type Diagnostic } from '../core/index.ts';
import type { BuildContext, Builder, BuiltObject } from './build/index.ts';
import { type Decryptor, isDecrypted } from './decrypt.ts';
import type { PreparedObject } from './kustomization/node.ts';
import { specOf } from './kustomization/spec.ts';
import { formatObject, type Manifest, objectId } from '../kubernetes/index.ts';
import type { SecretValues } from './secrets/values.ts';
import type { Tree } from './tree.ts';

/** What it takes beside the tree. */
export interface Preparation {
  readonly builder: Builder;
  readonly building: BuildContext;
  readonly decryptor: Decryptor;
  readonly secrets: SecretValues;
}

/** Builds what a Kustomization applies, and decrypts it; substitution needs the cluster, and follows. */
export async function prepare(
  tree: Tree,
  kustomization: Manifest,
  { builder, building, decryptor, secrets }: Preparation,
): Promise<
  { readonly objects: readonly PreparedObject[] } | { readonly diagnostics: readonly Diagnostic[] }
> {
  const spec = specOf(kustomization);
  const opensFiles = spec.decryption?.provider === 'sops';
  const { cache, openSources } = building;
  const built = await builder.build(tree, spec, { cache, ...(opensFiles && { openSources }) });
  if ('diagnostics' in built) return built;
  const isSealed = ({ manifest }: BuiltObject): boolean => isDecrypted(manifest, spec.decryption);
  // Equal builds stay the same list.
  if (!built.objects.some(isSealed)) return built;
  const objects: PreparedObject[] = [];
  const broken: Diagnostic[] = [];
  for (const each of built.objects) {
    if (!isSealed(each)) {
      objects.push(each);
      continue;
    }
    const { manifest, file } = each;
    const { diagnostics, ...decrypted } = await decryptor.decrypt(manifest, secrets);
    const object = formatObject(objectId(manifest));
    const at = { object, ...(file !== undefined && { file }) };
    // With a key the controller fails on values that were not encrypted where they stand.
    const errors = diagnostics.filter(({ code }) => code === 'sops-tampered');
    // The place inside the object as it was built is no place in a file.
    broken.push(...errors.map((error) => ({ ...error, location: { ...at, ...fieldOf(error) } })));
    objects.push({ ...decrypted, ...(file !== undefined && { file }) });
  }
  return broken.length > 0 ? { diagnostics: broken } : { objects };
}

function fieldOf({ location: { field } }: Diagnostic): { readonly field?: string } {
  return field === undefined ? {} : { field };
}
