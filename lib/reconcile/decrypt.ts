import type { Diagnostic } from '../core/index.ts';
import { type KustomizationSpec } from '../flux/index.ts';
import type { Manifest } from '../kubernetes/index.ts';
import type { Identity } from '../sops/index.ts';
import { openManifest } from './open-manifest.ts';
import { maskCiphertext, maskSecret } from './secrets/mask.ts';
import type { SecretValues } from './secrets/values.ts';

/** What was ciphertext, after the step in which the controller decrypts. */
interface Decrypted {
  readonly manifest: Manifest;
  /** As it was, and whether a key opened it. */
  readonly sealed: { readonly committed: Manifest; readonly opened: boolean };
  readonly diagnostics: readonly Diagnostic[];
}

const disabled = 'kustomize.toolkit.fluxcd.io/decrypt';

/** Opens objects with private keys; the same object once. */
export class Decryptor {
  readonly #identities: readonly Identity[];
  readonly #opened = new WeakMap<Manifest, ReturnType<typeof openManifest>>();

  constructor(identities: readonly Identity[]) {
    this.#identities = identities;
  }

  /**
   * Decrypts an object as a whole. The MAC is not checked, as the controller does not: what kustomize
   * adds to an object would break most. Without a key, or where values are hidden, a text in brackets
   * stands in place of each value.
   */
  async decrypt(manifest: Manifest, secrets: SecretValues): Promise<Decrypted> {
    const opening = this.#opened.get(manifest) ?? openManifest(manifest, this.#identities);
    this.#opened.set(manifest, opening);
    const opened = await opening;
    if ('diagnostics' in opened) {
      const sealed = { committed: manifest, opened: false };
      return { manifest: maskCiphertext(manifest), sealed, diagnostics: opened.diagnostics };
    }
    const sealed = { committed: manifest, opened: true };
    if (secrets.areHidden) {
      return { manifest: maskOpened(manifest, opened.manifest), sealed, diagnostics: [] };
    }
    secrets.tookPart = true;
    return { manifest: opened.manifest, sealed, diagnostics: [] };
  }
}

/** Only what charts may read of a Secret, the shape of its values, is taken from what was opened. */
function maskOpened(committed: Manifest, opened: Manifest): Manifest {
  const masked = maskCiphertext(committed);
  if (masked.kind !== 'Secret') return masked;
  const { data, stringData } = maskSecret(opened);
  return {
    ...masked,
    ...(data !== undefined && { data }),
    ...(stringData !== undefined && { stringData }),
  };
}

/**
 * Whether the controller decrypts an object: it has the block that SOPS adds (kustomize-controller
 * v1.9.5, internal/decryptor/decryptor.go: DecryptResource).
 */
export function isDecrypted(
  manifest: Manifest,
  decryption: KustomizationSpec['decryption'],
): boolean {
  const block = manifest['sops'];
  const isEncrypted = typeof block === 'object' && block !== null && 'mac' in block;
  return isEncrypted && decryption !== undefined && !optsOut(manifest);
}

/** Whether the controller refuses to apply an object, because nothing decrypted it. */
export function isRefusedSecret(manifest: Manifest): boolean {
  return (
    manifest.kind === 'Secret' &&
    manifest.apiVersion === 'v1' &&
    manifest['sops'] !== undefined &&
    !optsOut(manifest)
  );
}

function optsOut({ metadata }: Manifest): boolean {
  return metadata.annotations?.[disabled]?.toLowerCase() === 'disabled';
}
