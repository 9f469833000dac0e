import { type Format, notations } from './formats.ts';
import { readMetadata, textOf } from './metadata.ts';
import type { PlainType } from './plain.ts';
import { type Result, resultOf } from './result.ts';
import { compileRule } from './rules.ts';
import { placeOf, type Source } from './source.ts';
import { leavesOf } from './tree.ts';
import { parseValue } from './value.ts';

/** A value of a file by its name alone. */
export interface Key {
  /** The path as a person reads it: `data.password`. */
  readonly field: string;
  /** The keys of maps above it and its own. */
  readonly path: readonly string[];
  /** Whether the rule of the file has it encrypted. */
  readonly encrypted: boolean;
  /** The type that the ciphertext names; undefined where there is none, as of empty text. */
  readonly type: PlainType | undefined;
}

/**
 * The keys of a file in their order, which its ciphertext shows to everyone: no private key is
 * needed, and nothing is verified.
 *
 * @returns the keys, without comments; or `sops-metadata`, `sops-rules`, `sops-syntax`, `sops-limit`
 */
export function listKeys(source: Source, format: Format): Promise<Result<readonly Key[]>> {
  return resultOf(() => {
    const document = notations[format].read(source);
    const isEncrypted = compileRule(
      readMetadata(document).rule,
      placeOf(source, undefined, 'sops'),
    );
    const keys: Key[] = [];
    for (const leaf of leavesOf(document)) {
      if (leaf.node.kind === 'comment') continue;
      const { field, path } = leaf;
      const type = parseValue(textOf(leaf.node))?.type;
      if (type !== 'comment') keys.push({ field, path, encrypted: isEncrypted(leaf), type });
    }
    return keys;
  });
}
