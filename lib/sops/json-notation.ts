import { appendPoint } from './brackets.ts';
import { appendJson, jsonBlock, jsonScalar, jsonStanzas } from './bracket-notation.ts';
import { readJson } from './json.ts';
import type { Notation } from './notation.ts';
import type { Edit } from './edits.ts';
import type { Branch, Document } from './tree.ts';

export const jsonNotation: Notation = {
  read: readJson,
  scalar: (_document, _at, plain) => jsonScalar(plain),
  entry(document, branch, key, plain) {
    const value = jsonScalar(plain);
    return value === undefined ? undefined : appendJson(branch, document.source.text, key, value);
  },
  comment: (text) => text,
  block: (document, block) =>
    document.branches.map((branch) => jsonBlock(branch, document.source.text, block)),
  adoptBlock: (document, from) =>
    document.branches.map((branch) => adoptJson(branch, document, from)),
  stanzas: jsonStanzas,
};

/** The sops block of one document as an entry of another. */
export function adoptJson(branch: Branch, document: Document, from: Document): Edit {
  const span = from.blocks[0]?.branch.span ?? { start: 0, end: 0 };
  const { at, before, after } = appendPoint(branch, document.source.text);
  const value = from.source.text.slice(span.start, span.end);
  return { start: at, end: at, text: `${before}"sops": ${value}${after}` };
}
