import { dataKeyBytes, type Identity, wrapDataKey } from './age.ts';
import { checkRecipients, encryptLeaves } from './encrypt.ts';
import { type Format, notations } from './formats.ts';
import { type Metadata, readMetadata } from './metadata.ts';
import { findDataKey } from './data-key.ts';
import { open } from './open.ts';
import { fail, type Result, resultOf } from './result.ts';
import { compileRule } from './rules.ts';
import { type Deps, seal } from './seal.ts';
import { applyEdits } from './edits.ts';
import { placeOf, type Source } from './source.ts';
import type { Document } from './tree.ts';
import { encryptValue } from './value.ts';

/** Whose keys are to open a file. */
export interface Wanted {
  /** Public keys of age. */
  readonly recipients: readonly string[];
  /** Kinds of keys beside age, which must be those that the file has: only sops can change them. */
  readonly others?: readonly string[];
}

/** What became of a file's recipients. */
export interface Updated {
  readonly text: string;
  readonly added: readonly string[];
  /** They keep what they have read: rotate the data key, and change the secrets themselves. */
  readonly removed: readonly string[];
}

/**
 * Makes the recipients of a file those given. Stanzas that stay keep every byte, as do values,
 * MAC and date; only to add someone a private key is needed. Values are not looked at.
 *
 * @returns the text, unchanged if the recipients were those; or `sops-recipients`, `sops-no-key`,
 *   `sops-stanza`, `sops-unsupported` for key groups and other kinds, and what reading gives
 */
export function updateRecipients(
  source: Source,
  format: Format,
  { recipients, others }: Wanted,
  identities: readonly Identity[],
): Promise<Result<Updated>> {
  return resultOf(async (warn) => {
    const document = notations[format].read(source);
    const metadata = readMetadata(document);
    refuseGroups(document, metadata);
    if (others !== undefined) refuseOthers(document, metadata, others);
    const present = metadata.age.map(({ recipient }) => recipient);
    if (recipients.length + present.length === 0 && metadata.others.length > 0) {
      return { text: source.text, added: [], removed: [] };
    }
    const wanted = await checkRecipients(recipients, placeOf(source, undefined), present);
    const added = wanted.filter((each) => !present.includes(each));
    const removed = [...new Set(present.filter((each) => !wanted.includes(each)))];
    const doubled = present.some((each, index) => present.indexOf(each) !== index);
    if (added.length === 0 && removed.length === 0 && !doubled) {
      return { text: source.text, added, removed };
    }
    const stanzas =
      added.length === 0
        ? []
        : await wrapDataKey(await findDataKey(document, metadata, identities, warn), added);
    const edits = document.blocks.flatMap((block) => {
      const own = readMetadata({ ...document, blocks: [block] });
      const names = own.age.map(({ recipient }) => recipient);
      const keep = new Set(
        names.flatMap((each, index) =>
          wanted.includes(each) && names.indexOf(each) === index ? [index] : [],
        ),
      );
      return notations[format].stanzas(document, own, keep, stanzas);
    });
    const text = applyEdits(source.text, edits);
    // What was written must read back with the recipients that were asked for.
    const read = readMetadata(notations[format].read({ ...source, text }));
    if (read.age.length !== wanted.length) throw new Error('the stanzas were not written whole');
    return { text, added, removed };
  });
}

/**
 * Encrypts every value again with a new data key. Whoever could read the file still knows what was in
 * it: change the secrets too.
 *
 * @param recipients by default those that the file has
 * @returns the text; or the diagnostics of `decrypt` and `encrypt`, and `sops-unsupported` where a
 *   recipient is no age key
 */
export function rotate(
  source: Source,
  format: Format,
  identities: readonly Identity[],
  deps: Deps,
  recipients?: readonly string[],
): Promise<Result<string>> {
  return resultOf(async (warn) => {
    const { document, metadata, leaves } = await open(source, format, identities, warn);
    refuseGroups(document, metadata);
    if (metadata.others.length > 0) {
      const message = `a new data key cannot be encrypted for ${metadata.others.join(', ')}`;
      fail('sops-unsupported', placeOf(source, undefined, 'sops'), message, {
        hint: 'Rotate this file with sops, or take those recipients out first.',
      });
    }
    const present = metadata.age.map(({ recipient }) => recipient);
    const wanted = await checkRecipients(recipients ?? present, placeOf(source, undefined));
    const dataKey = deps.randomBytes(dataKeyBytes);
    const plains = new Map(leaves.map(({ leaf, plain }) => [leaf.node, plain] as const));
    const isEncrypted = compileRule(metadata.rule, placeOf(source, undefined, 'sops'));
    const edits = encryptLeaves(
      document,
      format,
      (leaf) => plains.get(leaf.node) !== undefined && isEncrypted(leaf),
      (plain, additional) => encryptValue(plain, dataKey, additional, deps.randomBytes),
      (node) => plains.get(node),
    );
    const stanzas = await wrapDataKey(dataKey, wanted);
    for (const block of document.blocks) {
      const own = readMetadata({ ...document, blocks: [block] });
      edits.push(...notations[format].stanzas(document, own, new Set(), stanzas));
    }
    return seal({ ...source, text: applyEdits(source.text, edits) }, format, dataKey, deps);
  });
}

function refuseOthers(document: Document, { others }: Metadata, wanted: readonly string[]): void {
  const missing = wanted.filter((each) => !others.includes(each));
  const strange = others.filter((each) => !wanted.includes(each));
  if (missing.length + strange.length === 0) return;
  const differences = [
    ...missing.map((kind) => `${kind} is to be added`),
    ...strange.map((kind) => `${kind} is to be removed`),
  ];
  const message = `Sluice changes only recipients of age, and ${differences.join(', ')}`;
  const hint = 'Let sops updatekeys change this file.';
  fail('sops-unsupported', placeOf(document.source, undefined, 'sops'), message, { hint });
}

function refuseGroups(document: Document, { groups }: Metadata): void {
  if (groups === 0) return;
  fail(
    'sops-unsupported',
    placeOf(document.source, undefined, 'sops.key_groups'),
    'the file has key groups',
    {
      hint: 'Only sops itself can change them.',
    },
  );
}
