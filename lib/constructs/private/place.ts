import { fileURLToPath } from 'node:url';
import type { SourcePlace } from '../../core/index.ts';

/** Holds the stack at a construct's creation, by a name that two loaded copies share. */
const creation = Symbol.for('sluice.creation');

interface Creation {
  readonly stack?: string;
}

interface Placed {
  [creation]?: Creation;
}

// Enough for cdk8s-plus's deepest constructors; a construct whose person is further away has
// the place of its scope.
const frames = 8;

/**
 * Keeps the stack of the running code with a construct. V8 formats a stack only when it is
 * read, so this costs some microseconds.
 */
export function recordPlace(construct: object, above: (...args: never[]) => unknown): void {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = frames;
  const holder: Creation = {};
  Error.captureStackTrace(holder, above);
  Error.stackTraceLimit = limit;
  (construct as Placed)[creation] = holder;
}

// `at name (place)` or `at place`; a path may hold blanks and parentheses. Code of eval, and Node's
// own (`node:internal/…`), has no file.
const frame =
  /^\s*at (?!.*\beval at )(?:.*? \(|async )?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/;
const toolkit = fileURLToPath(new URL('../../', import.meta.url));
const charts = toolkit.replace(/lib([\\/])$/, 'charts$1');

function isPerson(file: string): boolean {
  return (
    !/[\\/]node_modules[\\/]/.test(file) && !file.startsWith(toolkit) && !file.startsWith(charts)
  );
}

/** The innermost line of a stack that a person wrote: neither Sluice's nor a package's. */
export function personIn(stack: string): SourcePlace | undefined {
  for (const line of stack.split('\n')) {
    const [, url, row, column] = frame.exec(line) ?? [];
    if (url === undefined) continue;
    const file = url.startsWith('file:') ? fileURLToPath(url) : url;
    if (isPerson(file)) return { file, line: Number(row), column: Number(column) };
  }
  return undefined;
}

/** Where a construct was created, or undefined where no person's code is on its stack. */
export function recordedPlace(construct: object): SourcePlace | undefined {
  const stack = (construct as Placed)[creation]?.stack;
  return stack === undefined ? undefined : personIn(stack);
}
