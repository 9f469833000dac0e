/**
 * Patterns of `#`, `##`, `%` and `%%` (fluxcd/pkg/envsubst v1.7.1, path/): `*` is any text, also
 * with slashes, `?` a character, `[a-z]` and `[^a-z]` classes, and a backslash takes the next
 * byte as it is. All strings are byte strings. A pattern is found to be malformed only where
 * matching gets to the fault.
 */
import { firstRune, replacement, toBytes } from './bytes.ts';

/** Whether text matches; undefined for a malformed pattern. */
export function matches(pattern: string, text: string): boolean | undefined {
  let rest = text;
  const pieces = split(pattern);
  for (const [index, { star, piece }] of pieces.entries()) {
    if (star && piece === '') return true;
    const left = matchPiece({ star, piece }, rest, index === pieces.length - 1);
    if (left === undefined || left === false) return left;
    rest = left;
  }
  return rest === '';
}

interface Piece {
  readonly star: boolean;
  readonly piece: string;
}

/** The pattern cut before its stars; those in a class are no stars. */
function split(pattern: string): Piece[] {
  const pieces: Piece[] = [];
  for (let rest = pattern; rest !== ''; ) {
    const stars = /^\**/.exec(rest)?.[0].length ?? 0;
    const length = pieceLength(rest.slice(stars));
    pieces.push({ star: stars > 0, piece: rest.slice(stars, stars + length) });
    rest = rest.slice(stars + length);
  }
  return pieces;
}

function pieceLength(pattern: string): number {
  let inClass = false;
  let at = 0;
  for (; at < pattern.length; at++) {
    const next = pattern[at];
    if (next === '\\' && at + 1 < pattern.length) at++;
    else if (next === '[') inClass = true;
    else if (next === ']') inClass = false;
    else if (next === '*' && !inClass) break;
  }
  return at;
}

/** What a piece leaves of the text, tried further to the right after a star. */
function matchPiece(
  { star, piece }: Piece,
  text: string,
  last: boolean,
): string | false | undefined {
  for (let skip = 0; skip <= (star ? text.length : 0); skip++) {
    const left = matchHere(piece, text.slice(skip));
    if (left === undefined || (left !== false && (!last || left === ''))) return left;
  }
  return false;
}

/** What a piece leaves of the text that it stands at the beginning of. */
function matchHere(piece: string, text: string): string | false | undefined {
  let pattern = piece;
  let rest = text;
  while (pattern !== '') {
    if (rest === '') return false;
    const [sign] = pattern;
    if (sign === '[') {
      const { text: character, width } = firstRune(rest);
      const result = matchClass(pattern.slice(1), character);
      if (result === undefined) return undefined;
      if (!result.matched) return false;
      pattern = result.rest;
      rest = rest.slice(width);
    } else if (sign === '?') {
      pattern = pattern.slice(1);
      rest = rest.slice(firstRune(rest).width);
    } else {
      if (sign === '\\') pattern = pattern.slice(1);
      if (pattern === '') return undefined;
      if (!rest.startsWith(pattern.charAt(0))) return false;
      pattern = pattern.slice(1);
      rest = rest.slice(1);
    }
  }
  return rest;
}

/** Whether a character is in the class whose `[` was read, and the pattern after it. */
function matchClass(
  pattern: string,
  character: string,
): { matched: boolean; rest: string } | undefined {
  const negated = pattern.startsWith('^');
  let rest = negated ? pattern.slice(1) : pattern;
  let found = false;
  for (let ranges = 0; ranges === 0 || !rest.startsWith(']'); ranges++) {
    const low = classCharacter(rest);
    if (low === undefined) return undefined;
    const high = low.rest.startsWith('-') ? classCharacter(low.rest.slice(1)) : low;
    if (high === undefined) return undefined;
    rest = high.rest;
    const code = codeOf(character);
    if (codeOf(low.character) <= code && code <= codeOf(high.character)) found = true;
  }
  return { matched: found !== negated, rest: rest.slice(1) };
}

/** One character of a class; something must follow it. */
function classCharacter(pattern: string): { character: string; rest: string } | undefined {
  if (pattern === '' || pattern.startsWith('-') || pattern.startsWith(']')) return undefined;
  const taken = pattern.startsWith('\\') ? pattern.slice(1) : pattern;
  if (taken === '') return undefined;
  const { text, width } = firstRune(taken);
  const rest = taken.slice(width);
  return rest === '' || (text === replacement && width === 1)
    ? undefined
    : { character: text, rest };
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** Go's path/filepath.Match for one name of a path: a malformed pattern matches nothing. */
export function matchesName(pattern: string, name: string): boolean {
  return matches(toBytes(pattern), toBytes(name)) === true;
}
