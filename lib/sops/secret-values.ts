import { errorAt } from '../core/index.ts';
import { entriesOf, textOf } from './metadata.ts';
import type { Warn } from './result.ts';
import { compileRule, type Rule, secretRule } from './rules.ts';
import { placeOf } from './source.ts';
import { type Branch, type Document, findEntry, leavesOf, type Scalar } from './tree.ts';
import { isCiphertext, parseValue } from './value.ts';

type Node = Branch | Scalar;

/**
 * Reports what is wrong with the values of Kubernetes Secrets, whatever the rule says: what it leaves
 * as it is, and what is no text, which the API server takes from nobody. The document may be plain
 * text that is about to be encrypted, or a SOPS file.
 */
export function checkSecrets(document: Document, rule: Rule, report: Warn): void {
  const { source, blocks } = document;
  const values = new Set(document.branches.flatMap((branch) => valuesOf(branch)));
  if (values.size === 0) return;
  const isEncrypted = compileRule(rule, placeOf(source, undefined, 'sops'));
  for (const leaf of leavesOf(document)) {
    const { node, field } = leaf;
    if (node.kind === 'comment' || node.plain === undefined || !values.has(node)) continue;
    const text = textOf(node);
    if (text === '') continue;
    const at = placeOf(source, node.span.start, field);
    if (!isEncrypted(leaf)) {
      const code = isCiphertext(text) ? 'sops-mixed' : 'plaintext-secret';
      const message = 'the rule of the file leaves this value of the Secret as it is';
      const hint = `Encrypt the file by ${secretRule.name} ${secretRule.pattern}.`;
      report(errorAt(code, at, message, { hint }));
      continue;
    }
    const type = parseValue(text)?.type ?? (blocks.length === 0 ? node.plain.type : undefined);
    if (type === 'int' || type === 'float' || type === 'bool') {
      const message = `a value of a Secret is text, and this is of the type ${type}`;
      report(errorAt('sops-value', at, message, { hint: 'Quote it, so that it is text.' }));
    }
  }
}

/** The values of a Secret, or of those in a list of objects, at any depth below data and stringData. */
function valuesOf(object: Node): Scalar[] {
  if (object.kind !== 'map') return [];
  const kind = textAt(object, 'kind');
  if (kind === 'Secret' && textAt(object, 'apiVersion') === 'v1') {
    return ['data', 'stringData'].flatMap((field) => scalarsIn(nodeAt(object, field)));
  }
  const items = kind.endsWith('List') ? nodeAt(object, 'items') : undefined;
  return items?.kind === 'list' ? entriesOf(items).flatMap(({ node }) => valuesOf(node)) : [];
}

function nodeAt(branch: Branch, key: string): Node | undefined {
  return findEntry([branch], [key])?.node;
}

function textAt(branch: Branch, key: string): string {
  const node = nodeAt(branch, key);
  return node?.kind === 'scalar' ? textOf(node) : '';
}

function scalarsIn(node: Node | undefined): Scalar[] {
  if (node === undefined) return [];
  return node.kind === 'scalar' ? [node] : entriesOf(node).flatMap((each) => scalarsIn(each.node));
}
