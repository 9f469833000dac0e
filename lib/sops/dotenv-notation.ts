import { prefix, readDotenv } from './dotenv.ts';
import { fieldsOf } from './fields.ts';
import type { AgeStanza } from './metadata.ts';
import type { Notation } from './notation.ts';
import type { Edit } from './edits.ts';
import type { Document } from './tree.ts';

function escape(text: string): string {
  return text.replaceAll('\n', '\\n');
}

function stanzaLines(stanzas: readonly AgeStanza[]): string {
  return stanzas
    .map(({ recipient, enc }, index) => {
      const path = `${prefix}age__list_${index}__map_`;
      return `${path}enc=${escape(enc)}\n${path}recipient=${recipient}\n`;
    })
    .join('');
}

function append(document: Document, lines: string): Edit[] {
  const { text } = document.source;
  const before = text === '' || text.endsWith('\n') ? '' : '\n';
  return [{ start: text.length, end: text.length, text: before + lines }];
}

/** Variables, one a line; a newline in a value is written as \n (stores/dotenv/store.go). */
export const dotenvNotation: Notation = {
  read: readDotenv,
  scalar: (_document, _at, plain) => {
    const text = plain.bytes.toString('utf8');
    return plain.type === 'bool' ? text.toLowerCase() : escape(text);
  },
  entry(document, branch, key, plain) {
    if (/[\n=]|^#|^$/.test(key) || key.startsWith(prefix)) return undefined;
    const last = branch.items.at(-1);
    const end = last === undefined ? 0 : last.kind === 'entry' ? last.end : last.span.end;
    const { text } = document.source;
    const at = Math.min(end + (last === undefined ? 0 : 1), text.length);
    const before = at === 0 || text[at - 1] === '\n' ? '' : '\n';
    const line = `${before}${key}=${escape(plain.bytes.toString('utf8'))}\n`;
    return { start: at, end: at, text: line };
  },
  comment: escape,
  block(document, block) {
    const fields = fieldsOf(block).map(
      ([name, value]) => `${prefix}${name}=${escape(String(value))}\n`,
    );
    return append(document, stanzaLines(block.age) + fields.join(''));
  },
  adoptBlock(document, from) {
    const spans = from.blocks[0]?.spans ?? [];
    const lines = spans.map(({ start, end }) => from.source.text.slice(start, end));
    return append(document, lines.map((line) => `${line.replace(/\n$/, '')}\n`).join(''));
  },
  stanzas(document, metadata, keep, added) {
    const { text } = document.source;
    const isAge = new RegExp(`^${prefix}age__list_`);
    const lines = metadata.block.spans.filter(({ start, end }) =>
      isAge.test(text.slice(start, end)),
    );
    const kept = metadata.age.filter((_, index) => keep.has(index));
    const first = lines[0] ?? metadata.block.spans[0] ?? { start: text.length, end: text.length };
    return [
      { start: first.start, end: first.start, text: stanzaLines([...kept, ...added]) },
      ...lines.map((line) => ({ ...line, text: '' })),
    ];
  },
};
