import type { Identity } from './age.ts';
import { decryptedText } from './decrypt.ts';
import { encryptLeaves, refuseBlocks, refuseOpenSecrets } from './encrypt.ts';
import { type Format, notations } from './formats.ts';
import { open, type Opened } from './open.ts';
import type { Plain } from './plain.ts';
import { type Result, resultOf } from './result.ts';
import { compileRule } from './rules.ts';
import { type Deps, seal } from './seal.ts';
import { applyEdits } from './edits.ts';
import { placeOf, type Source } from './source.ts';
import { additionalData, encryptValue } from './value.ts';

/**
 * Gives a file the plain text that someone made of it in an editor. Values that stayed keep their
 * ciphertext, as sops keeps it (aes/cipher.go: stash); recipients and settings stay.
 *
 * @param plaintext what `decrypt` gave, edited; the very same text changes no byte of the file
 * @returns the encrypted text; or the diagnostics of `decrypt` and `encrypt`
 */
export function updateText(
  source: Source,
  format: Format,
  plaintext: string,
  identities: readonly Identity[],
  deps: Deps,
): Promise<Result<string>> {
  return resultOf(async (warn) => {
    const opened = await open(source, format, identities, warn);
    if (plaintext === decryptedText(opened, format, () => undefined)) return source.text;
    const { metadata, dataKey } = opened;
    const edited = notations[format].read({ ...source, text: plaintext });
    refuseBlocks(edited, format);
    refuseOpenSecrets(edited, metadata.rule);
    const known = knownCiphertext(opened);
    const isEncrypted = compileRule(metadata.rule, placeOf(source, undefined, 'sops'));
    const edits = encryptLeaves(edited, format, isEncrypted, (plain, additional) => {
      const same = known.get(nameOf(plain, additional));
      return same ?? encryptValue(plain, dataKey, additional, deps.randomBytes);
    });
    const block = notations[format].adoptBlock(edited, opened.document);
    const text = applyEdits(plaintext, [...edits, ...block]);
    return seal({ ...source, text }, format, dataKey, deps);
  });
}

function nameOf(plain: Plain, additional: string): string {
  return `${plain.type} ${plain.bytes.toString('base64')} ${additional}`;
}

function knownCiphertext({ leaves }: Opened): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const { leaf, encrypted, plain } of leaves) {
    if (!encrypted || plain === undefined) continue;
    const { node, path } = leaf;
    const text = node.kind === 'comment' ? node.text : node.plain?.bytes.toString('utf8');
    if (text !== undefined) known.set(nameOf(plain, additionalData(path)), text);
  }
  return known;
}
