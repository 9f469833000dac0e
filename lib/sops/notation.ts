import type { NewBlock } from './fields.ts';
import type { AgeStanza, Metadata } from './metadata.ts';
import type { Plain } from './plain.ts';
import type { Edit } from './edits.ts';
import type { Source } from './source.ts';
import type { Branch, Document, Scalar } from './tree.ts';

/** How a format is read and written. Writers give edits: what they do not name keeps every byte. */
export interface Notation {
  read(source: Source): Document;
  /** Text that reads as this value in the scalar's place; undefined where the format has none. */
  scalar(document: Document, at: Scalar, plain: Plain): string | undefined;
  /** Puts a further key at the end of a map. */
  entry(document: Document, branch: Branch, key: string, plain: Plain): Edit | undefined;
  /** Text for the place of a comment. */
  comment(text: string): string;
  /** Puts a sops block at the end of each document, with an empty MAC. */
  block(document: Document, block: NewBlock): Edit[];
  /** Puts the text of the sops block of another document at the end. */
  adoptBlock(document: Document, from: Document): Edit[];
  /** Makes the list of age stanzas the kept ones, by index, and the added ones. */
  stanzas(
    document: Document,
    metadata: Metadata,
    keep: ReadonlySet<number>,
    added: readonly AgeStanza[],
  ): Edit[];
}
