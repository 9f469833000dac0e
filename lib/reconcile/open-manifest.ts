import type { Diagnostic } from '../core/index.ts';
import type { JsonObject, Manifest } from '../kubernetes/index.ts';
import { decryptUnverified, type Identity } from '../sops/index.ts';

/**
 * Decrypts a built object as kustomize-controller does: as JSON, and whatever its MAC says
 * (internal/decryptor/decryptor.go: DecryptResource, checkSopsMac).
 */
export async function openManifest(
  manifest: Manifest,
  identities: readonly Identity[],
): Promise<{ readonly manifest: Manifest } | { readonly diagnostics: readonly Diagnostic[] }> {
  const result = await decryptUnverified({ text: JSON.stringify(manifest) }, 'json', identities);
  if ('diagnostics' in result) return { diagnostics: result.diagnostics };
  return { manifest: JSON.parse(result.value) as JsonObject as unknown as Manifest };
}
