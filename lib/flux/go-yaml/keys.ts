/**
 * The order in which go-yaml writes keys (go.yaml.in/yaml/v2 v2.4.4, sorter.go): letters after
 * all else, and digits by the number that they write.
 */

function isLetter(character: string): boolean {
  return /\p{L}/u.test(character);
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && /\p{Nd}/u.test(character);
}

function codeOf(character: string | undefined): number {
  return character?.codePointAt(0) ?? 0;
}

/** The number that begins at a place, and where it ends. Digits of other scripts count by code. */
function numberAt(characters: readonly string[], start: number, first: bigint): [bigint, number] {
  let value = first;
  let at = start;
  for (; isDigit(characters[at]); at++) {
    value = BigInt.asIntN(64, value * 10n + BigInt(codeOf(characters[at]) - 48));
  }
  return [value, at];
}

/** Whether a zero at a place stands inside a number rather than in front of it. */
function insideNumber(characters: readonly string[], place: number): boolean {
  for (let at = place - 1; isDigit(characters[at]); at--) if (characters[at] !== '0') return true;
  return false;
}

function compareAt(a: readonly string[], b: readonly string[], at: number): number {
  const [x = '', y = ''] = [a[at], b[at]];
  const [xIsLetter, yIsLetter] = [isLetter(x), isLetter(y)];
  if (xIsLetter && yIsLetter) return codeOf(x) - codeOf(y);
  if (xIsLetter || yIsLetter) return xIsLetter ? 1 : -1;
  const lead = (x === '0' || y === '0') && insideNumber(a, at) ? 1n : 0n;
  const [xValue, xEnd] = numberAt(a, at, lead);
  const [yValue, yEnd] = numberAt(b, at, lead);
  if (xValue !== yValue) return xValue < yValue ? -1 : 1;
  return xEnd === yEnd ? codeOf(x) - codeOf(y) : xEnd - yEnd;
}

export function compareKeys(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at++) {
    if (left[at] !== right[at]) return compareAt(left, right, at);
  }
  return left.length - right.length;
}
