import { quoteJson } from '../brackets.ts';
import { appendJson, jsonBlock, jsonScalar, jsonStanzas } from '../bracket-notation.ts';
import { fieldsOf, type NewBlock } from '../fields.ts';
import { adoptJson } from '../json-notation.ts';
import { type AgeStanza, entriesOf, type Metadata } from '../metadata.ts';
import type { Notation } from '../notation.ts';
import type { Plain } from '../plain.ts';
import { type Edit, linesOf } from '../edits.ts';
import type { Branch, Document, Scalar } from '../tree.ts';
import { emitEntry, emitLine, emitText, emitWord, indented } from './emit.ts';
import { readYaml } from './read.ts';

/** sops's own indentation (stores/yaml/store.go: IndentDefault), for the blocks that are new. */
const step = 4;

function scalar({ source }: Document, at: Scalar, plain: Plain): string {
  const word = emitWord(plain);
  if (word !== undefined) return word;
  const text = plain.bytes.toString('utf8').toWellFormed();
  if (at.flow) return /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(text) ? emitLine(text) : quoteJson(text);
  const emitted = emitText(text);
  if (!emitted.includes('\n')) return emitted;
  if (!endsItsLine(source.text, at, emitted)) return quoteJson(text);
  const [header = '', ...lines] = emitted.split('\n');
  return [header, indented(lines.join('\n'), at.indent)].join('\n');
}

/** Whether a scalar's place is the end of its line, and what follows is not taken in. */
function endsItsLine(text: string, at: Scalar, block: string): boolean {
  const { end } = at.span;
  if (at.body !== undefined || (text[end] !== '\n' && end < text.length)) return false;
  return isClosed(text, end + 1, at.indent, block);
}

/**
 * Whether a block of lines ends where it should before the line that follows: comments that are
 * indented further would become part of it, and so would blanks, and empty lines where it keeps
 * such.
 */
function isClosed(text: string, at: number, indent: number, block: string): boolean {
  const empty = /(?:[ \t]*(?:\n|$))*/y;
  empty.lastIndex = at;
  const blanks = at < text.length ? (empty.exec(text)?.[0] ?? '') : '';
  if (/[ \t]/.test(blanks) || (blanks !== '' && block.startsWith('|+'))) return false;
  const comment = /( *)#/y;
  comment.lastIndex = at + blanks.length;
  return (comment.exec(text)?.[1]?.length ?? 0) <= indent;
}

function entryLines(text: string, at: number, branch: Branch, key: string, plain: Plain): string {
  const value = plain.bytes.toString('utf8').toWellFormed();
  const emitted = emitWord(plain) ?? emitText(value);
  const closed = !emitted.includes('\n') || isClosed(text, at, branch.indent, emitted);
  return indented(emitEntry(key, closed ? emitted : quoteJson(value)), branch.indent);
}

function insert(text: string, at: number, lines: string): Edit {
  const before = at === 0 || text[at - 1] === '\n' ? '' : '\n';
  return { start: at, end: at, text: before + lines };
}

function stanzaLines({ recipient, enc }: AgeStanza): string {
  const lines = indented(enc.trimEnd(), step);
  return `- enc: |\n${lines}\n  recipient: ${recipient}\n`;
}

function blockLines(block: NewBlock): string {
  const stanzas = block.age.map((stanza) => indented(stanzaLines(stanza), 2 * step));
  const fields = fieldsOf(block).map(([name, value]) =>
    // Three numbers are text to every parser, and sops does not quote them.
    emitEntry(
      name,
      typeof value === 'string' && name !== 'version' ? emitLine(value) : String(value),
    ),
  );
  const [before, after] = [
    fields.filter((line) => line < 'age'),
    fields.filter((line) => line >= 'age'),
  ].map((lines) => indented(lines.join(''), step));
  return `sops:\n${before ?? ''}${indented('age:\n', step)}${stanzas.join('')}${after ?? ''}`;
}

function stanzas(
  document: Document,
  metadata: Metadata,
  keep: ReadonlySet<number>,
  added: readonly AgeStanza[],
): Edit[] {
  const { text } = document.source;
  const { ageEntry, block } = metadata;
  const isList = ageEntry?.node.kind === 'list' && !ageEntry.node.flow;
  if (block.branch.flow || (ageEntry?.node.kind === 'list' && !isList && metadata.age.length > 0)) {
    return jsonStanzas(document, metadata, keep, added);
  }
  const lines = added.map(stanzaLines).join('');
  if (ageEntry?.node.kind === 'list' && isList) {
    const { node } = ageEntry;
    const spans = entriesOf(node).map((entry) => linesOf(entry, text));
    const end = spans.at(-1)?.end ?? node.span.end;
    const removed = spans.filter((_, index) => !keep.has(index));
    return [
      ...removed.map((span) => ({ ...span, text: '' })),
      insert(text, end, indented(lines, node.indent)),
    ];
  }
  if (ageEntry !== undefined) {
    const inner = `\n${indented(lines, block.branch.indent + step).trimEnd()}`;
    return [{ ...ageEntry.node.span, text: inner }];
  }
  const at = linesOf(entriesOf(block.branch)[0] ?? block.branch.span, text).start;
  const entry = `age:\n${indented(lines, step)}`;
  return [insert(text, at, indented(entry, block.branch.indent))];
}

/** The end of the last entry's lines, before the comments that follow it. */
function endOfEntries(branch: Branch, text: string): number {
  const last = entriesOf(branch).at(-1);
  return last === undefined ? branch.span.end : linesOf(last, text).end;
}

export const yamlNotation: Notation = {
  read: readYaml,
  scalar,
  entry(document, branch, key, plain) {
    const { text } = document.source;
    if (branch.flow) {
      const value = jsonScalar(plain);
      return value === undefined ? undefined : appendJson(branch, text, key, value);
    }
    const at = endOfEntries(branch, text);
    return insert(text, at, entryLines(text, at, branch, key, plain));
  },
  comment: (text) => text.replaceAll('\n', '\n#'),
  block(document, block) {
    const { text } = document.source;
    return document.branches.map((branch) =>
      branch.flow
        ? jsonBlock(branch, text, block)
        : insert(text, branch.span.end, indented(blockLines(block), branch.indent)),
    );
  },
  adoptBlock(document, from) {
    const { text } = document.source;
    const [span] = from.blocks[0]?.spans ?? [];
    const lines = from.source.text.slice(span?.start, span?.end);
    return document.branches.map((branch) =>
      branch.flow
        ? adoptJson(branch, document, from)
        : insert(text, branch.span.end, lines.endsWith('\n') ? lines : `${lines}\n`),
    );
  },
  stanzas,
};
