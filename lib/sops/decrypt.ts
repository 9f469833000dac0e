import type { Identity } from './age.ts';
import { type Format, notations } from './formats.ts';
import { open, openUnverified, type Opened } from './open.ts';
import { fail, type Result, resultOf, type Warn, warning } from './result.ts';
import { applyEdits, type Edit, replaceScalar } from './edits.ts';
import { placeOf, type Source } from './source.ts';

/**
 * Decrypts a text in place, once its MAC is seen to be right: order, comments and layout stay, the
 * sops block goes. One private key of a recipient is enough.
 *
 * @returns plain text, with a warning for each comment that could not be decrypted; or
 *   `sops-no-key`, `sops-stanza`, `sops-unsupported`, `sops-tampered` and `plaintext-secret` for every
 *   value that fails, `sops-metadata`, `sops-rules`, `sops-syntax`, `sops-limit`
 */
export function decrypt(
  source: Source,
  format: Format,
  identities: readonly Identity[],
): Promise<Result<string>> {
  return resultOf(async (warn) => {
    const opened = await open(source, format, identities, warn);
    return decryptedText(opened, format, warn);
  });
}

/**
 * Decrypts as `decrypt` does, whatever the MAC says: for who must see what a program sees that does
 * not check it, as Flux's kustomize-controller with an object it has built.
 */
export function decryptUnverified(
  source: Source,
  format: Format,
  identities: readonly Identity[],
): Promise<Result<string>> {
  return resultOf(async (warn) => {
    const opened = await openUnverified(source, format, identities, warn);
    return decryptedText(opened, format, warn);
  });
}

/** The plain text of an opened file. */
export function decryptedText({ document, leaves }: Opened, format: Format, warn: Warn): string {
  const { source, blocks } = document;
  const notation = notations[format];
  const edits: Edit[] = blocks.flatMap(({ spans }) => spans.map((span) => ({ ...span, text: '' })));
  for (const { leaf, encrypted, plain } of leaves) {
    const { node, entry, field } = leaf;
    if (!encrypted || plain === undefined) continue;
    if (node.kind === 'comment') {
      edits.push({ ...node.span, text: notation.comment(plain.bytes.toString('utf8')) });
      continue;
    }
    const at = placeOf(source, node.span.start, field);
    if (plain.type === 'comment') {
      // sops writes the comments of a list as items (sops.go: walkSlice).
      if (entry?.key === undefined && entry !== undefined && !node.flow) {
        const text = `#${notation.comment(plain.bytes.toString('utf8'))}`;
        edits.push({ start: entry.start, end: node.span.end, text });
      } else {
        const message = 'a comment stands where a value belongs, and stays encrypted';
        warn(warning('sops-comment', at, message));
      }
      continue;
    }
    const text = notation.scalar(document, node, plain);
    if (text === undefined) fail('sops-value', at, `${format} has no form for this number`);
    else edits.push(...replaceScalar(node, text));
  }
  return applyEdits(source.text, edits);
}
