import { type Identity, readIdentities } from './age.ts';
import { type Result, resultOf } from './result.ts';
import type { Source } from './source.ts';

/**
 * Reads the private keys in a key file, or in the text of SOPS_AGE_KEY (sops v3.13.3,
 * age/keysource.go: parseIdentities): any number, divided by blanks, with comments that begin with
 * `#`. A text without keys gives none.
 *
 * @returns the keys; or `sops-identity` for what is no key, and `sops-unsupported` for one of a
 *   plugin, with its line and without its text
 */
export function parseIdentities(source: Source): Promise<Result<readonly Identity[]>> {
  const at = source.file === undefined ? {} : { file: source.file };
  return resultOf(() => readIdentities(source.text, at));
}
