import type { Diagnostic } from '../core/index.ts';
import { type KustomizationSpec } from '../flux/index.ts';
import { type JsonObject, type JsonValue, type Manifest } from '../kubernetes/index.ts';
import type { Identity } from '../sops/index.ts';
import { openManifest } from './open-manifest.ts';

/** A built object after the step in which the controller decrypts. */
export interface Decrypted {
  readonly manifest: Manifest;
  /** For what was ciphertext: as it was, and whether a key opened it. */
  readonly sealed?: { readonly committed: Manifest; readonly opened: boolean };
  readonly diagnostics: readonly Diagnostic[];
}

const disabled = 'kustomize.toolkit.fluxcd.io/decrypt';

/**
 * Decrypts an object as a whole where it has a `sops` block (kustomize-controller v1.9.5,
 * internal/decryptor/decryptor.go: DecryptResource). The MAC is not checked, as the controller
 * does not: what kustomize adds to an object would break most. Without a key, a text in brackets
 * stands in place of each value.
 */
export async function decryptObject(
  manifest: Manifest,
  decryption: KustomizationSpec['decryption'],
  identities: readonly Identity[],
): Promise<Decrypted> {
  const isDisabled = manifest.metadata.annotations?.[disabled]?.toLowerCase() === 'disabled';
  if (decryption === undefined || isDisabled || !isEncrypted(manifest)) {
    return { manifest, diagnostics: [] };
  }
  const opened = await openManifest(manifest, identities);
  if ('manifest' in opened) {
    const sealed = { committed: manifest, opened: true };
    return { manifest: opened.manifest, sealed, diagnostics: [] };
  }
  const sealed = { committed: manifest, opened: false };
  return { manifest: maskManifest(manifest), sealed, diagnostics: opened.diagnostics };
}

/** Whether an object has the block that SOPS adds. */
function isEncrypted(manifest: Manifest): boolean {
  const block = manifest['sops'];
  return typeof block === 'object' && block !== null && 'mac' in block;
}

/** Whether the controller refuses to apply an object, because nothing decrypted it. */
export function isRefusedSecret(manifest: Manifest): boolean {
  const isDisabled = manifest.metadata.annotations?.[disabled]?.toLowerCase() === 'disabled';
  return (
    manifest.kind === 'Secret' &&
    manifest.apiVersion === 'v1' &&
    manifest['sops'] !== undefined &&
    !isDisabled
  );
}

function maskManifest({ sops: _, ...manifest }: Manifest): Manifest {
  const masked = mask(manifest as JsonObject, '') as unknown as Manifest;
  if (masked.kind !== 'Secret' || masked['data'] === undefined) return masked;
  // What stands in `data` must stay base64.
  const data = Object.entries(masked['data'] as Readonly<Record<string, string>>).map(
    ([key, value]) => [key, value === `(${key})` ? Buffer.from(value).toString('base64') : value],
  );
  return { ...masked, data: Object.fromEntries(data) as JsonObject };
}

function mask(value: JsonValue, key: string): JsonValue {
  if (typeof value === 'string') return value.startsWith('ENC[') ? `(${key})` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => mask(item, key));
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, child]) => [name, mask(child, name)]),
  );
}
