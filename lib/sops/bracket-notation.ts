import { appendPoint, emitFloat, indentOf, quoteJson } from './brackets.ts';
import { fieldsOf, type NewBlock } from './fields.ts';
import { type AgeStanza, entriesOf, type Metadata } from './metadata.ts';
import { parseFloat64, type Plain } from './plain.ts';
import type { Edit } from './edits.ts';
import type { Branch, Document } from './tree.ts';

/** Writing between brackets: JSON, and YAML's flow style. */

/** A value as JSON; undefined where JSON has none. */
export function jsonScalar(plain: Plain): string | undefined {
  const text = plain.bytes.toString('utf8');
  if (plain.type === 'int') return text;
  if (plain.type === 'bool') return text === 'True' ? 'true' : 'false';
  if (plain.type !== 'float') return quoteJson(text);
  const value = parseFloat64(text) ?? NaN;
  return Number.isFinite(value) ? emitFloat(value) : undefined;
}

export function appendJson(branch: Branch, text: string, key: string, value: string): Edit {
  const { at, before, after } = appendPoint(branch, text);
  return { start: at, end: at, text: `${before}${quoteJson(key)}: ${value}${after}` };
}

/** A sops block as an entry of a map in brackets. */
export function jsonBlock(branch: Branch, text: string, block: NewBlock): Edit {
  const { indent } = appendPoint(branch, text);
  const age = block.age.map(({ recipient, enc }) => ({ enc, recipient }));
  const value = { age, ...Object.fromEntries(fieldsOf(block)) };
  return appendJson(branch, text, 'sops', stringify(value, indent));
}

function stringify(value: unknown, indent: string): string {
  if (indent === '') return JSON.stringify(value);
  return JSON.stringify(value, null, indent).replaceAll('\n', `\n${indent}`);
}

/** The list of age stanzas in brackets, rewritten around the text of those that stay. */
export function jsonStanzas(
  document: Document,
  metadata: Metadata,
  keep: ReadonlySet<number>,
  added: readonly AgeStanza[],
): Edit[] {
  const { text } = document.source;
  const { ageEntry, block } = metadata;
  if (ageEntry === undefined || ageEntry.node.kind === 'scalar') {
    const list = JSON.stringify(added.map(({ recipient, enc }) => ({ enc, recipient })));
    if (ageEntry !== undefined) return [{ ...ageEntry.node.span, text: list }];
    return [appendJson(block.branch, text, 'age', list)];
  }
  const { node } = ageEntry;
  const entries = entriesOf(node);
  const indent = indentOf(entries[0] ?? ageEntry, text);
  const kept = entries.filter((_, index) => keep.has(index));
  const items = [
    ...kept.map(({ start, end }) => text.slice(start, end)),
    ...added.map(({ recipient, enc }) => stringify({ enc, recipient }, indent ?? '')),
  ];
  const outer = indentOf(ageEntry, text);
  const list =
    indent === undefined || outer === undefined
      ? `[${items.join(', ')}]`
      : `[\n${items.map((item) => indent + item).join(',\n')}\n${outer}]`;
  return [{ ...node.span, text: list }];
}
