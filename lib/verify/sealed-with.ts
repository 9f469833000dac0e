import { listAt, type Manifest, textAt, valueAt } from '../kubernetes/index.ts';

/**
 * What identifies the ciphertext of a SOPS object: the same stanza of age holds the same data key, as in
 * a copy that was edited since, and the same MAC the same values.
 */
export function sealedWith(manifest: Manifest): readonly string[] {
  const sops = valueAt(manifest, 'sops');
  const stanzas = listAt(sops, 'age').flatMap((each) => textAt(each, 'enc')?.trim() ?? []);
  const mac = textAt(sops, 'mac');
  return [...stanzas, ...(mac === undefined ? [] : [mac])];
}
