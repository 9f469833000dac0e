import { type Diagnostic, DiagnosticError, errorAt, type Location } from '../core/index.ts';
import { dataKeyBytes, recipientProblem, shownRecipient, wrapDataKey } from './age.ts';
import { type Format, notations } from './formats.ts';
import { formatDate } from './metadata.ts';
import { comment, type Plain, str } from './plain.ts';
import { fail, type Result, resultOf } from './result.ts';
import { compileRule, defaultRule, type IsEncrypted, type Rule } from './rules.ts';
import { type Deps, seal } from './seal.ts';
import { applyEdits, type Edit, replaceScalar } from './edits.ts';
import { checkSecrets } from './secret-values.ts';
import { placeOf, type Source } from './source.ts';
import { type Comment, type Document, leavesOf, type Scalar } from './tree.ts';
import { additionalData, encryptValue, isCiphertext } from './value.ts';

/** For whom a file is encrypted, and which of its values. */
export interface Settings {
  /** Public keys of age; one at least. What is given twice counts once. */
  readonly recipients: readonly string[];
  /** By default sops's own: all is encrypted but keys that end in `_unencrypted`. */
  readonly rule?: Rule;
  /** Leaves plain values out of the MAC, so that they may be changed without a key. False by default. */
  readonly macOnlyEncrypted?: boolean;
}

/**
 * Encrypts a text in place: order, comments and layout stay, and a sops block is added at the end.
 * Needs no private key. The data key is new each time.
 *
 * @returns the encrypted text, in the format of sops v3.13.3; or `sops-already-encrypted`,
 *   `sops-recipients`, `sops-rules`, `sops-syntax`, `sops-value`, `sops-limit`, `plaintext-secret`
 */
export function encrypt(
  source: Source,
  format: Format,
  settings: Settings,
  deps: Deps,
): Promise<Result<string>> {
  return resultOf(async () => {
    const document = notations[format].read(source);
    refuseBlocks(document, format);
    const at = placeOf(source, undefined);
    const recipients = await checkRecipients(settings.recipients, at);
    const rule = settings.rule ?? defaultRule;
    refuseOpenSecrets(document, rule);
    const dataKey = deps.randomBytes(dataKeyBytes);
    const edits = encryptLeaves(document, format, compileRule(rule, at), (plain, additional) =>
      encryptValue(plain, dataKey, additional, deps.randomBytes),
    );
    const block = notations[format].block(document, {
      age: await wrapDataKey(dataKey, recipients),
      rule,
      macOnlyEncrypted: settings.macOnlyEncrypted ?? false,
      lastModified: formatDate(deps.now),
    });
    const text = applyEdits(source.text, [...edits, ...block]);
    return seal({ ...source, text }, format, dataKey, deps);
  });
}

/** A plain document has no sops block, and no key that would be taken for one. */
export function refuseBlocks(document: Document, format: Format): void {
  if (document.branches.length === 0) {
    fail('sops-syntax', placeOf(document.source, undefined), 'the file holds no document');
  }
  const [block] = document.blocks;
  if (block === undefined) return;
  const what = format === 'dotenv' ? 'variables that begin with sops_' : 'a key named sops';
  const at = placeOf(document.source, block.spans[0]?.start);
  fail('sops-already-encrypted', at, `the text has ${what}`, {
    hint: 'Decrypt it first, or change single values; a key of your own needs another name.',
  });
}

/** Refuses to write a Secret whose values the rule leaves for everyone to read, or that are no text. */
export function refuseOpenSecrets(document: Document, rule: Rule): void {
  const problems: Diagnostic[] = [];
  checkSecrets(document, rule, (problem) => problems.push(problem));
  if (problems.length > 0) throw new DiagnosticError(problems);
}

/**
 * The recipients, each once; one that nothing can be encrypted for is refused.
 *
 * @param kept those whose stanzas are there and stay, whatever their kind
 */
export async function checkRecipients(
  recipients: readonly string[],
  at: Location,
  kept: readonly string[] = [],
): Promise<string[]> {
  const unique = [...new Set(recipients.map((each) => each.trim()))];
  const problems: Diagnostic[] = [];
  for (const recipient of unique.filter((each) => !kept.includes(each))) {
    const why = await recipientProblem(recipient);
    if (why === undefined) continue;
    const message = `nothing can be encrypted for ${shownRecipient(recipient)}: ${why}`;
    problems.push(errorAt('sops-recipients', at, message));
  }
  if (unique.length === 0) {
    const message = 'no recipient is named, so nobody could read the file';
    problems.push(errorAt('sops-recipients', at, message));
  }
  if (problems.length > 0) throw new DiagnosticError(problems);
  return unique;
}

/** The edits that put ciphertext in the place of every value and comment that the rule names. */
export function encryptLeaves(
  document: Document,
  format: Format,
  isEncrypted: IsEncrypted,
  cipher: (plain: Plain, additional: string) => string,
  plainOf: (node: Scalar | Comment) => Plain | undefined = ownPlain,
): Edit[] {
  const notation = notations[format];
  const edits: Edit[] = [];
  for (const leaf of leavesOf(document)) {
    if (!isEncrypted(leaf)) continue;
    const { node, path } = leaf;
    const additional = additionalData(path);
    const plain = plainOf(node);
    if (plain === undefined) continue;
    const text = cipher(plain, additional);
    if (node.kind === 'comment') edits.push({ ...node.span, text });
    else edits.push(...replaceScalar(node, notation.scalar(document, node, str(text)) ?? ''));
  }
  return edits;
}

/** The value of a node in plain text. Comments without text have nothing to encrypt. */
function ownPlain(node: Scalar | Comment): Plain | undefined {
  if (node.kind === 'scalar') return node.plain;
  return node.text === '' || isCiphertext(node.text) ? undefined : comment(node.text);
}
