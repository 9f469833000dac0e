import type { Location } from '../core/index.ts';

/** A text and where it came from. */
export interface Source {
  readonly text: string;
  /** The path that diagnostics name; without one they name lines alone. */
  readonly file?: string;
}

/** A stretch of text, from its first character to behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const lineStarts = new WeakMap<Source, readonly number[]>();

function lineStartsOf(source: Source): readonly number[] {
  let starts = lineStarts.get(source);
  if (starts === undefined) {
    starts = [0, ...Array.from(source.text.matchAll(/\n/g), ({ index }) => index + 1)];
    lineStarts.set(source, starts);
  }
  return starts;
}

/** The line of a character, from 1. Found by halves: a hostile file can have a million mistakes. */
function lineOf(source: Source, offset: number): number {
  const starts = lineStartsOf(source);
  let [from, to] = [0, starts.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((starts[middle] ?? 0) <= offset) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The column of a character, from 0. */
export function columnOf(source: Source, offset: number): number {
  return offset - (lineStartsOf(source)[lineOf(source, offset) - 1] ?? 0);
}

/** A place in a source, for diagnostics. */
export function placeOf(source: Source, offset: number | undefined, field?: string): Location {
  return {
    ...(field === undefined || field === '' ? {} : { field }),
    ...(source.file === undefined ? {} : { file: source.file }),
    ...(offset === undefined ? {} : { line: lineOf(source, offset) }),
  };
}
