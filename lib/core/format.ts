import type { Finding } from './diagnostic.ts';
import type { Location } from './location.ts';

// C0, DEL, C1 and the bidirectional controls: whatever could drive a terminal or hide text.
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Text that is safe to show: control characters of hostile names become `\u001b` and the like. */
export function printable(text: string): string {
  return text.replace(
    unprintable,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A count with its noun: `1 file`, `2 files`. */
export function plural(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** How a diagnostic is painted; the plain painter leaves text as it is. */
export interface Painter {
  red(text: string): string;
  yellow(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

const same = (text: string): string => text;

/** Paints nothing: for files, pipes and NO_COLOR. */
export const plainPainter: Painter = { red: same, yellow: same, dim: same, bold: same };

function formatLocation(location: Location): string {
  const { construct, object, field, file, line } = location;
  const source = file === undefined ? undefined : line === undefined ? file : `${file}:${line}`;
  const what = [construct ?? object, field].filter((part) => part !== undefined).join(' ');
  if (what === '') return source ?? '';
  return source === undefined ? what : `${what} (${source})`;
}

/**
 * One diagnostic as lines of text: what, where, what to do.
 *
 * @returns text without a final newline
 */
export function formatDiagnostic(diagnostic: Finding, paint: Painter = plainPainter): string {
  const level =
    diagnostic.severity === 'error' ? paint.red(paint.bold('error')) : paint.yellow('warning');
  // A program's own error may have lines; in all else a newline is somebody's attempt at one.
  const isFromProgram = diagnostic.code === 'program-failed';
  const texts = isFromProgram ? diagnostic.message.trimEnd().split('\n') : [diagnostic.message];
  const message = texts.map(printable).join('\n  ');
  const lines = [`${level} ${paint.bold(diagnostic.code)}  ${message}`];
  const places = [diagnostic.location, ...(diagnostic.related ?? [])].map(formatLocation);
  const [first, ...others] = places.filter((place) => place !== '');
  if (first !== undefined) lines.push(paint.dim(`  at ${printable(first)}`));
  for (const other of others) lines.push(paint.dim(`  and ${printable(other)}`));
  if (diagnostic.hint !== undefined) lines.push(`  ${printable(diagnostic.hint)}`);
  return lines.join('\n');
}
