import { type Diagnostic, DiagnosticError, errorAt } from '../core/index.ts';
import { CommentPaths } from './comment-paths.ts';
import { Mac } from './mac.ts';
import { type Metadata, textOf } from './metadata.ts';
import type { Plain } from './plain.ts';
import { type Warn, warning } from './result.ts';
import { compileRule } from './rules.ts';
import { placeOf } from './source.ts';
import { type Document, type Leaf, leavesOf, type Scalar } from './tree.ts';
import { additionalData, decryptValue, isCiphertext, parseValue } from './value.ts';

/** A decrypted leaf. */
export interface OpenedLeaf {
  readonly leaf: Omit<Leaf, 'comments'>;
  readonly encrypted: boolean;
  /** Undefined for a comment that is not encrypted. */
  readonly plain: Plain | undefined;
}

/** What stands where ciphertext must. */
const problems = {
  plaintext: {
    code: 'plaintext-secret',
    message: 'the rule of the file asks for ciphertext, and this is plain text',
  },
  malformed: {
    code: 'sops-tampered',
    message: 'the ciphertext is not whole: it was cut off or changed',
  },
  tampered: {
    code: 'sops-tampered',
    message:
      'the ciphertext does not belong here: it was changed, moved or encrypted with another key',
  },
} as const;

/** Decrypts in sops's order; every value that fails is reported, not only the first. */
export function decryptLeaves(
  document: Document,
  metadata: Metadata,
  dataKey: Uint8Array,
  warn: Warn,
): { leaves: OpenedLeaf[]; digest: string } {
  const { source } = document;
  const isEncrypted = compileRule(metadata.rule, placeOf(source, undefined, 'sops'));
  const mac = new Mac(metadata.macOnlyEncrypted);
  const found: Diagnostic[] = [];
  const leaves: OpenedLeaf[] = [];
  const commentPaths = new CommentPaths(document);
  for (const leaf of leavesOf(document)) {
    const { node, field, path } = leaf;
    const encrypted = isEncrypted(leaf);
    const at = placeOf(source, node.span.start, field);
    if (node.kind === 'comment') {
      const plain = encrypted ? commentPaths.decrypt(node, path, dataKey) : undefined;
      if (plain === 'failed') {
        warn(warning('sops-comment', at, 'an encrypted comment was changed or moved'));
        continue;
      }
      if (plain !== undefined) mac.add(plain, encrypted);
      else if (encrypted && node.text.trim() !== '') {
        warn(warning('sops-comment', at, 'a comment is plain text where values are encrypted'));
      }
      leaves.push({ leaf, encrypted, plain });
      continue;
    }
    if (node.plain === undefined) continue;
    const plain = encrypted ? decryptScalar(node, path, dataKey) : node.plain;
    if (typeof plain === 'string') {
      const { code, message } = problems[plain];
      found.push(errorAt(code, at, message));
      continue;
    }
    if (!encrypted && isCiphertext(textOf(node))) {
      const message = 'ciphertext stands where the rule of the file has plain text';
      warn(warning('sops-mixed', at, message));
    }
    mac.add(plain, encrypted);
    leaves.push({ leaf, encrypted, plain });
  }
  if (found.length > 0) throw new DiagnosticError(found);
  return { leaves, digest: mac.digest() };
}

/**
 * Finds, without a key, what cannot be ciphertext where the rule of a file asks for it.
 *
 * @returns whether every value may be ciphertext
 */
export function checkForm(document: Document, metadata: Metadata, report: Warn): boolean {
  const { source } = document;
  const isEncrypted = compileRule(metadata.rule, placeOf(source, undefined, 'sops'));
  let whole = true;
  for (const leaf of leavesOf(document)) {
    const { node, field } = leaf;
    if (node.kind === 'comment' || node.plain === undefined || !isEncrypted(leaf)) continue;
    const problem = formOf(node);
    if (problem === undefined) continue;
    whole = false;
    const { code, message } = problems[problem];
    report(errorAt(code, placeOf(source, node.span.start, field), message));
  }
  return whole;
}

function formOf(scalar: Scalar): 'plaintext' | 'malformed' | undefined {
  if (scalar.plain?.type !== 'str') return 'plaintext';
  const text = textOf(scalar);
  if (text === '' || parseValue(text) !== undefined) return undefined;
  return isCiphertext(text) ? 'malformed' : 'plaintext';
}

function decryptScalar(
  scalar: Scalar,
  path: readonly string[],
  dataKey: Uint8Array,
): Plain | keyof typeof problems {
  return formOf(scalar) ?? decryptValue(textOf(scalar), dataKey, additionalData(path));
}
