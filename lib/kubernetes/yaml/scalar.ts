/**
 * How a scalar is written so that every YAML parser of the field reads it the same:
 * go-yaml v2 and v3 (sigs.k8s.io/yaml, kustomize), with YAML 1.1's words and numbers, and
 * JavaScript's `yaml` with 1.2's. Text is plain only where no version of YAML could read
 * anything but that text; everything else is double-quoted.
 */

// A letter, _, / or ./ at the start excludes numbers, dates, indicators and document markers.
const plainWord = /^(?:\.\/|[A-Za-z_/])[A-Za-z0-9_./@%+=~^,;:!?$(){}[\]<>|&*'"\\ #-]*$/;
// Begins with a digit, and a letter beyond those of any number or date makes it text: 30m, 1Gi.
const plainQuantity = /^[0-9][0-9.]*(?:[G-KMNP-SV-Wg-kmnp-sv-w][A-Za-z0-9]*)$/;
// What ends or splits a plain scalar.
const splitsPlain = /: |:$| #| $/;
// YAML 1.1's booleans and null in any case; parsers differ on which spellings count.
const reserved = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
const longestReserved = 5;
// What JavaScript's `yaml` takes for a float of YAML 1.1 without digits before the exponent.
const bareExponent = /^e[-+]?[0-9]+$/i;

// What double quotes must escape: C0, DEL, C1, the line breaks of YAML 1.1, the byte order
// mark, and non-characters.
// eslint-disable-next-line no-control-regex -- control characters are what is escaped
const escaped = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;
const shortEscapes = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escapeChar(char: string): string {
  const short = shortEscapes.get(char);
  if (short !== undefined) return short;
  const code = char.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

function isReserved(text: string): boolean {
  if (text.length <= longestReserved && reserved.test(text)) return true;
  return (text.startsWith('e') || text.startsWith('E')) && bareExponent.test(text);
}

/** Whether text can stand unquoted. */
function isPlain(text: string): boolean {
  if (plainWord.test(text)) return !splitsPlain.test(text) && !isReserved(text);
  return plainQuantity.test(text);
}

/** Text in double quotes. */
export function quote(text: string): string {
  return `"${text.replace(escaped, escapeChar)}"`;
}

/** Text as one line: plain where that is safe, else in double quotes. */
export function emitText(text: string): string {
  return isPlain(text) ? text : quote(text);
}

// Block text must be free of what a parser would fold, strip or refuse: control characters
// (tabs inside a line are fine), other line breaks, blanks at the end of a line or the start.
const blockSafe =
  // eslint-disable-next-line no-control-regex -- control characters are what is excluded
  /^(?![ \t\n])(?:[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff])*$/;
const blankAtLineEnd = /[ \t](?:\n|$)/;

/** Whether text of several lines reads best, and safely, as a literal block. */
export function isBlock(text: string): boolean {
  return text.includes('\n') && blockSafe.test(text) && !blankAtLineEnd.test(text);
}

/** A number that JSON knows; integers beyond 2^53 come as bigint. */
export function emitNumber(value: number | bigint): string {
  // Go reads -0 as the integer 0; a text that says so is honest.
  return Object.is(value, -0) ? '0' : String(value);
}
