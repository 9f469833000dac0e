import type { Span } from './source.ts';
import type { Scalar } from './tree.ts';

/** A piece of text that takes the place of another. */
export interface Edit extends Span {
  readonly text: string;
}

/** The edits that put text in a scalar's place. */
export function replaceScalar(scalar: Scalar, text: string): Edit[] {
  const edits: Edit[] = [{ ...scalar.span, text: scalar.lead + text }];
  if (scalar.body !== undefined) edits.push({ ...scalar.body, text: '' });
  return edits;
}

/** A text with pieces replaced. Edits at one place are made in the order in which they come. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const parts: string[] = [];
  let at = 0;
  for (const edit of ordered) {
    if (edit.start < at) throw new Error('two edits of one document overlap');
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** The whole lines on which an entry of a block map or list stands. */
export function linesOf(entry: Span, text: string): Span {
  const start = text.lastIndexOf('\n', entry.start - 1) + 1;
  if (text[entry.end - 1] === '\n') return { start, end: entry.end };
  const newline = text.indexOf('\n', entry.end);
  return { start, end: newline === -1 ? text.length : newline + 1 };
}
