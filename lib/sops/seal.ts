import { type Format, notations } from './formats.ts';
import { encryptMac } from './mac.ts';
import { formatDate, readMetadata } from './metadata.ts';
import { decryptLeaves } from './leaves.ts';
import { str } from './plain.ts';
import { applyEdits, type Edit, replaceScalar } from './edits.ts';
import type { Source } from './source.ts';
import type { RandomBytes } from './value.ts';

/** What operations need from outside. */
export interface Deps {
  /** The time that the file will name as its last change; whole seconds are kept. */
  readonly now: Date;
  /** For data keys and initialization vectors: must be those of a cryptographic generator. */
  readonly randomBytes: RandomBytes;
}

/**
 * Gives a file the MAC of the values that it holds now, and the date. The text is read once more
 * and decrypted, so that nothing leaves this folder that could not be read again.
 */
export function seal(source: Source, format: Format, dataKey: Uint8Array, deps: Deps): string {
  const notation = notations[format];
  const document = notation.read(source);
  const { digest } = decryptLeaves(document, readMetadata(document), dataKey, () => undefined);
  const date = formatDate(deps.now);
  const mac = encryptMac(digest, dataKey, date, deps.randomBytes);
  const edits = document.blocks.flatMap((block): Edit[] => {
    const own = readMetadata({ ...document, blocks: [block] });
    return [
      ...replaceScalar(
        own.lastModified,
        notation.scalar(document, own.lastModified, str(date)) ?? '',
      ),
      ...replaceScalar(own.mac, notation.scalar(document, own.mac, str(mac)) ?? ''),
    ];
  });
  return applyEdits(source.text, edits);
}
