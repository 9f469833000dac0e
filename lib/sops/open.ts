import type { Identity } from './age.ts';
import { findDataKey } from './data-key.ts';
import { type Format, notations } from './formats.ts';
import { decryptLeaves, type OpenedLeaf } from './leaves.ts';
import { macMatches } from './mac.ts';
import { type Metadata, normalizedDate, readMetadata, textOf } from './metadata.ts';
import { fail, type Warn } from './result.ts';
import { placeOf, type Source } from './source.ts';
import type { Document } from './tree.ts';

/** A file that was decrypted and whose MAC is right. */
export interface Opened {
  readonly document: Document;
  readonly metadata: Metadata;
  readonly dataKey: Uint8Array;
  readonly leaves: readonly OpenedLeaf[];
}

/** Reads a file, finds its data key, decrypts every value and checks the MAC. */
export async function open(
  source: Source,
  format: Format,
  identities: readonly Identity[],
  warn: Warn,
): Promise<Opened> {
  const { digest, ...opened } = await openUnverified(source, format, identities, warn);
  checkMac(opened.document, opened.metadata, digest, opened.dataKey);
  return opened;
}

/** Does the same without a look at the MAC; `digest` is what it should be of. */
export async function openUnverified(
  source: Source,
  format: Format,
  identities: readonly Identity[],
  warn: Warn,
): Promise<Opened & { readonly digest: string }> {
  const document = notations[format].read(source);
  const metadata = readMetadata(document);
  const dataKey = await findDataKey(document, metadata, identities, warn);
  return { document, metadata, dataKey, ...decryptLeaves(document, metadata, dataKey, warn) };
}

/** Refuses a file whose MAC is not that of its values. */
export function checkMac(
  document: Document,
  metadata: Metadata,
  digest: string,
  dataKey: Uint8Array,
): void {
  const date = normalizedDate(document, metadata.lastModified);
  if (macMatches(textOf(metadata.mac), digest, dataKey, date)) return;
  const at = placeOf(document.source, metadata.mac.span.start, 'sops.mac');
  const message = 'the MAC is not that of the values: something was added, removed or changed';
  fail('sops-tampered', at, message, {
    hint: 'Restore the file from history; who may read it should look at what changed.',
  });
}
