import type { JsonValue } from '../kubernetes/index.ts';

/** An expression of TypeScript that stands where a value would. */
export class Code {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What can be printed: data, with expressions anywhere in it. */
export type Literal = JsonValue | Code | readonly Literal[] | { readonly [key: string]: Literal };

/** Finds what people wrote about a value, line by line, by the keys on the way to it. */
export type Remarks = (path: readonly (string | number)[]) => readonly string[];

/** In place of a key: what is written below the last entry. */
export const atEnd = '\0end';

const width = 100;
/** Maps with more entries are easier to read one a line. */
const mostInLine = 3;
const noRemarks: Remarks = () => [];

/**
 * Prints a value as TypeScript that evaluates to it. Whatever text it holds, it stays text.
 *
 * @param column where the value begins in its first line
 * @param indent of the line that it begins in
 */
export function printLiteral(
  value: Literal,
  { indent = 0, column = 0, remarks = noRemarks }: Partial<Layout> = {},
): string {
  return print(value, [], { indent, column, remarks });
}

interface Layout {
  readonly indent: number;
  readonly column: number;
  readonly remarks: Remarks;
}

type Path = readonly (string | number)[];

function print(value: Literal, path: Path, layout: Layout): string {
  const line = inLine(value, path, layout.remarks);
  // One for the comma after it.
  if (line !== undefined && layout.column + line.length < width) return line;
  if (value instanceof Code) return value.text;
  if (typeof value === 'string') return printLines(value, layout);
  if (Array.isArray(value)) return printList(value as readonly Literal[], path, layout);
  if (typeof value === 'object' && value !== null) {
    return printMap(value as Readonly<Record<string, Literal>>, path, layout);
  }
  return line ?? '';
}

/** A value in one line; undefined where it is better in several. */
function inLine(value: Literal, path: Path, remarks: Remarks): string | undefined {
  if (value instanceof Code) return value.text.includes('\n') ? undefined : value.text;
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return isSeveralLines(value) ? undefined : printText(value);
    case 'bigint':
      return `${String(value)}n`;
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'boolean':
      return String(value);
    default:
      break;
  }
  if (remarks([...path, atEnd]).length > 0) return undefined;
  if (Array.isArray(value)) {
    const items = (value as readonly Literal[]).map((item, index) => {
      const here = [...path, index];
      return remarks(here).length > 0 ? undefined : inLine(item, here, remarks);
    });
    if (items.includes(undefined)) return undefined;
    return `[${items.join(', ')}]`;
  }
  const entries = Object.entries(value as Record<string, Literal>);
  if (entries.length === 0) return '{}';
  if (entries.length > mostInLine) return undefined;
  const parts = entries.map(([key, item]) => {
    const here = [...path, key];
    const text = remarks(here).length > 0 ? undefined : inLine(item, here, remarks);
    return text === undefined ? undefined : entry(key, text);
  });
  return parts.includes(undefined) ? undefined : `{ ${parts.join(', ')} }`;
}

function entry(key: string, value: string): string {
  return key === value ? key : `${printKey(key)}: ${value}`;
}

function printMap(map: Readonly<Record<string, Literal>>, path: Path, layout: Layout): string {
  const indent = layout.indent + 2;
  const lines = Object.entries(map).flatMap(([key, item]) => {
    const here = [...path, key];
    const name = printKey(key);
    const column = indent + name.length + 2;
    const text = print(item, here, { ...layout, indent, column });
    const isLong =
      typeof item === 'string' &&
      name.length > 4 &&
      !text.includes('\n') &&
      column + text.length >= width;
    const line = isLong ? `${name}:\n${pad(indent + 2)}${text}` : entry(key, text);
    return [...printRemarks(layout.remarks(here), indent), `${pad(indent)}${line},`];
  });
  const last = printRemarks(layout.remarks([...path, atEnd]), indent);
  return ['{', ...lines, ...last, `${pad(layout.indent)}}`].join('\n');
}

function printList(list: readonly Literal[], path: Path, layout: Layout): string {
  const indent = layout.indent + 2;
  const lines = list.flatMap((item, index) => {
    const here = [...path, index];
    const text = print(item, here, { ...layout, indent, column: indent });
    return [...printRemarks(layout.remarks(here), indent), `${pad(indent)}${text},`];
  });
  const last = printRemarks(layout.remarks([...path, atEnd]), indent);
  return ['[', ...lines, ...last, `${pad(layout.indent)}]`].join('\n');
}

function isSeveralLines(text: string): boolean {
  return /\n[^]/.test(text);
}

/** Text of several lines, each in a line of its own. */
function printLines(text: string, { indent, column }: Layout): string {
  if (!isSeveralLines(text)) return printText(text);
  const joined = `[${text.split('\n').map(printText).join(', ')}].join('\\n')`;
  if (column + joined.length < width) return joined;
  const lines = text.split('\n').map((line) => `${pad(indent + 2)}${printText(line)},`);
  return ['[', ...lines, `${pad(indent)}].join('\\n')`].join('\n');
}

function pad(indent: number): string {
  return ' '.repeat(indent);
}

/** Remarks as comments; a remark cannot leave its line. */
export function printRemarks(remarks: readonly string[], indent: number): string[] {
  return remarks.map((remark) => `${pad(indent)}// ${visible(remark)}`.trimEnd());
}

// Line breaks of every kind, other control characters, and marks that reorder or hide what follows.
const unseen =
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

/** Text for a comment: nothing in it ends the comment, or shows as something else. */
export function visible(text: string): string {
  return text.replace(unseen, ' ').replaceAll('*/', '* /').trim();
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeUnseen(char: string): string {
  return escapes[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Text in quotes. */
export function printText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replace(unseen, escapeUnseen);
  return `${quote}${escaped}${quote}`;
}

/** The key of a map. */
export function printKey(key: string): string {
  // As a plain key it would set the prototype.
  if (key === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : printText(key);
}
