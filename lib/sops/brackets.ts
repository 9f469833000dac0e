import type { Span } from './source.ts';
import type { Branch } from './tree.ts';

/** Text between brackets, in JSON and in YAML's flow style: where entries go in and come out. */

/** What to take out so that an entry and the comma beside it are gone. */
export function entryRemoval(branch: Branch, index: number, text: string): Span {
  const entries = branch.items.filter((item) => item.kind === 'entry');
  const at = entries.findIndex((entry) => entry === branch.items[index]);
  const [before, entry, after] = [entries[at - 1], entries[at], entries[at + 1]];
  if (entry === undefined) throw new Error('no such entry');
  if (before !== undefined) return { start: before.end, end: entry.end };
  if (after !== undefined) return { start: entry.start, end: after.start };
  return { start: branch.span.start + 1, end: closing(branch, text) };
}

function closing(branch: Branch, text: string): number {
  return text.slice(0, branch.span.end).search(/[\]}][^\]}]*$/);
}

/** Where a further entry goes, and what stands before and behind it. */
export function appendPoint(
  branch: Branch,
  text: string,
): { at: number; before: string; after: string; indent: string } {
  const last = branch.items.findLast((item) => item.kind === 'entry');
  if (last !== undefined) {
    const indent = indentOf(last, text);
    const before = indent === undefined ? ', ' : `,\n${indent}`;
    return { at: last.end, before, after: '', indent: indent ?? '' };
  }
  const outer = /^[ \t]*/.exec(lineOf(branch.span.start, text))?.[0] ?? '';
  const indent = `${outer}\t`;
  const at = branch.span.start + 1;
  return { at, before: `\n${indent}`, after: `\n${outer}`, indent };
}

/** The blanks before something that stands first on its line. */
export function indentOf(span: Span, text: string): string | undefined {
  const before = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
  return /^[ \t]*$/.test(before) && text.lastIndexOf('\n', span.start - 1) !== -1
    ? before
    : undefined;
}

function lineOf(at: number, text: string): string {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
}

/** JSON that is also YAML's flow style: no character that either would refuse or break a line at. */
export function quoteJson(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A float that reads as a float again: an integer has no point, so it gets one. */
export function emitFloat(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /^-?[0-9]+$/.test(text) ? `${text}.0` : text;
}
