import { emitFloat, quoteJson } from '../brackets.ts';
import { parseFloat64, type Plain } from '../plain.ts';

/** New text in YAML that YAML 1.1, YAML 1.2 and sops's own go.yaml.in/yaml v3 read the same. */

/**
 * Words of characters that are no syntax inside a line; the first is none at the start of one
 * either. Ciphertext is among them, as sops writes it.
 */
const plainText = /^[A-Za-z_/][\w./@%+=^,;:[\]()-]*(?: [\w./@%+=^,;:[\]()-]+)*$/;
/** Where a parser sees a key, a boolean, a null or, of YAML 1.1, a float without digits. */
const misread = /:(?: |$)|^(?:y|n|yes|no|on|off|true|false|null)$|^e[-+]?[0-9]+$/i;

/** Text that can stand as lines: without what a parser would strip, fold or refuse. */
const lines =
  // eslint-disable-next-line no-control-regex -- control characters are what is excluded
  /^(?![ \t\n])(?=[^]*\n)(?:[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff])*$/;
const blankAtLineEnd = /[ \t](?:\n|$)/;

/** YAML 1.2.2, section 7.4.2: a key of more characters than 1024 needs a `?` before it. */
const longestKey = 1000;

/** The columns by which the lines of a text are indented. */
const textIndent = 2;

/** Lines, further to the right. Empty lines stay empty. */
export function indented(text: string, columns: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(columns));
}

/** Text on one line. */
export function emitLine(text: string): string {
  return plainText.test(text) && !misread.test(text) ? text : quoteJson(text);
}

/** Text on one line, or as a block of lines below, without the newline at its end. */
export function emitText(text: string): string {
  if (!lines.test(text) || blankAtLineEnd.test(text)) return emitLine(text);
  const body = text.replace(/\n+$/, '');
  const breaks = text.length - body.length;
  const header = ['|-', '|'][breaks] ?? '|+';
  return `${header}\n${indented(body, textIndent)}${'\n'.repeat(Math.max(breaks - 1, 0))}`;
}

/** What is no text; undefined for text. */
export function emitWord(plain: Plain): string | undefined {
  const text = plain.bytes.toString('utf8');
  if (plain.type === 'int' || plain.type === 'time') return text;
  if (plain.type === 'bool') return text === 'True' ? 'true' : 'false';
  if (plain.type !== 'float') return undefined;
  const value = parseFloat64(text) ?? NaN;
  if (Number.isNaN(value)) return '.nan';
  return Number.isFinite(value) ? emitFloat(value) : value > 0 ? '.inf' : '-.inf';
}

/** A key and its value, as lines. */
export function emitEntry(key: string, value: string): string {
  const name = emitLine(key);
  return name.length > longestKey ? `? ${quoteJson(key)}\n: ${value}\n` : `${name}: ${value}\n`;
}
