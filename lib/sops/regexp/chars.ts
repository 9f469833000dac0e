import { type CharTest, type Cursor, type Flags, refuse } from './syntax.ts';

/** Classes of characters and escapes, as Go has them (regexp/syntax/parse.go, perl_groups.go). */

const posix: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};
/** Go's `\s` has no vertical tab, and none of them reaches beyond ASCII. */
const perl: Readonly<Record<string, string>> = { d: '0-9', s: '\\t\\n\\f\\r ', w: '0-9A-Za-z_' };
/** Unicode's categories. Go and JavaScript do not agree on C, the rest. */
const categories =
  /^(?:Cc|Cf|Co|L|Ll|Lm|Lo|Lt|Lu|M|Mc|Me|Mn|N|Nd|Nl|No|P|Pc|Pd|Pe|Pf|Pi|Po|Ps|S|Sc|Sk|Sm|So|Z|Zl|Zp|Zs)$/;

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** One code point, in any case where the flags say so. */
export function literal(codePoint: number, flags: Flags): CharTest {
  if (!flags.foldCase) return (other) => other === codePoint;
  return members(`\\u{${codePoint.toString(16)}}`, flags);
}

/** What follows a backslash, if it stands for a class: `\d`, `\pL`, `\P{Greek}`. */
export function escapedClass(cursor: Cursor, flags: Flags): CharTest | undefined {
  const group = cursor.take(/\\([dswDSW])/y)?.[1];
  if (group !== undefined) {
    const lower = group.toLowerCase();
    return inverted(members(perl[lower] ?? '', flags), group !== lower);
  }
  const property = cursor.take(/\\([pP])(?:\{(\^?)([A-Za-z_]+)\}|([A-Z]))/y);
  if (property === undefined) return undefined;
  const [, letter, not, long, short] = property;
  const name = long ?? short ?? '';
  const set = categories.test(name) ? `\\p{${name}}` : `\\p{Script=${name}}`;
  try {
    return inverted(members(set, flags), (letter === 'P') !== (not === '^'));
  } catch {
    return refuse(`the class ${name} of Unicode is not known here`);
  }
}

/** The code point that a backslash and what follows it stand for. */
export function escapedCodePoint(cursor: Cursor): number {
  const hexadecimal = cursor.take(/\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/y);
  if (hexadecimal !== undefined) {
    const value = Number.parseInt(hexadecimal[1] ?? hexadecimal[2] ?? '', 16);
    return value <= 0x10ffff ? value : refuse('a code point beyond Unicode');
  }
  const octal = cursor.take(/\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/y)?.[1];
  if (octal !== undefined) return Number.parseInt(octal, 8);
  const char = cursor.take(/\\([afnrtv!-/:-@[-`{-~])/y)?.[1];
  if (char === undefined) return refuse('an escape that Go does not have');
  return controls[char] ?? char.charCodeAt(0);
}

/** A class in brackets, behind the first of them. */
export function bracketClass(cursor: Cursor, flags: Flags): CharTest {
  const negated = cursor.take(/\^/y) !== undefined;
  const tests: CharTest[] = [];
  const ranges: string[] = [];
  for (let first = true; first || cursor.take(/\]/y) === undefined; first = false) {
    const named = cursor.take(/\[:(\^?)([^]*?):\]/y);
    const test = named === undefined ? escapedClass(cursor, flags) : posixClass(named, flags);
    if (test !== undefined) tests.push(test);
    else ranges.push(range(cursor));
  }
  if (ranges.length > 0) tests.push(members(ranges.join(''), flags));
  return inverted((codePoint) => tests.some((test) => test(codePoint)), negated);
}

function posixClass([, not, name = '']: RegExpExecArray, flags: Flags): CharTest {
  const set = Object.hasOwn(posix, name) ? posix[name] : undefined;
  if (set === undefined) return refuse('an unknown class of characters');
  return inverted(members(set, flags), not === '^');
}

function range(cursor: Cursor): string {
  const from = classCodePoint(cursor);
  if (cursor.take(/-(?!\])/y) === undefined) return `\\u{${from.toString(16)}}`;
  const to = classCodePoint(cursor);
  if (to < from) refuse('a range that ends before it begins');
  return `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`;
}

function classCodePoint(cursor: Cursor): number {
  if (cursor.take(/(?=\\)/y) !== undefined) return escapedCodePoint(cursor);
  return cursor.next()?.codePointAt(0) ?? refuse('a class in brackets has no end');
}

function inverted(test: CharTest, negated: boolean): CharTest {
  return negated ? (codePoint) => !test(codePoint) : test;
}

/** The members of a class of JavaScript, which holds no negation: Go folds cases before it negates. */
function members(set: string, { foldCase }: Flags): CharTest {
  const regexp = new RegExp(`^[${set}]$`, foldCase ? 'iu' : 'u');
  return (codePoint) => regexp.test(String.fromCodePoint(codePoint));
}
