import { findSourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourcePlace } from '../../core/index.ts';

/** Holds the stack at a construct's creation, by a name that two loaded copies share. */
const creation = Symbol.for('sluice.creation');

/** Its stack is formatted when it is read first, and that by `recordedPlace` into a place. */
interface Creation {
  readonly stack?: SourcePlace | undefined;
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
// Source maps lead from what is built to what it is built from.
const [root = ''] = /^.*?(?=(?:dist[\\/])?lib[\\/]$)/.exec(toolkit) ?? [];
const own = ['lib', 'charts', 'dist/lib', 'dist/charts'].map((folder) =>
  path.join(root, folder, path.sep),
);

function isPerson(file: string): boolean {
  return (
    /^(?:\/|[A-Za-z]:[\\/])/.test(file) &&
    !/[\\/]node_modules[\\/]/.test(file) &&
    !own.some((folder) => file.startsWith(folder))
  );
}

/** The innermost line of a stack that a person wrote: neither Sluice's nor a package's. */
export function personIn(stack: string): SourcePlace | undefined {
  for (const line of stack.split('\n')) {
    const [, url, row, column] = frame.exec(line) ?? [];
    if (url === undefined) continue;
    const file = pathOf(url);
    if (isPerson(file)) return { file, line: Number(row), column: Number(column) };
  }
  return undefined;
}

/** Where a construct was created, or undefined where no person's code is on its stack. */
export function recordedPlace(construct: object): SourcePlace | undefined {
  const format = Reflect.get(Error, 'prepareStackTrace') as Format;
  Error.prepareStackTrace = (error, sites) => placeOf(error, sites, format);
  try {
    return (construct as Placed)[creation]?.stack;
  } finally {
    Reflect.set(Error, 'prepareStackTrace', format);
  }
}

type Format = ((error: Error, sites: NodeJS.CallSite[]) => unknown) | undefined;

/** Thousands of constructs come from a few lines, and mapping a line to its source is slow. */
const known = new Map<string, SourcePlace | undefined>();

function placeOf(
  error: Error,
  sites: readonly NodeJS.CallSite[],
  format: Format,
): SourcePlace | undefined {
  const site = sites.find((each) => !each.isEval() && isPerson(pathOf(each.getFileName() ?? '')));
  const [url, line, column] = [site?.getFileName(), site?.getLineNumber(), site?.getColumnNumber()];
  if (typeof url !== 'string' || typeof line !== 'number' || typeof column !== 'number') {
    return undefined;
  }
  const key = `${url}:${line}:${column}`;
  if (!known.has(key)) {
    // Who formats stacks in this process knows its source maps; else Node does.
    const stack: unknown = format?.(error, [...sites]);
    known.set(
      key,
      typeof stack === 'string' ? personIn(stack) : mapped({ file: pathOf(url), line, column }),
    );
  }
  return known.get(key);
}

function mapped(place: SourcePlace): SourcePlace {
  const { file, line, column = 1 } = place;
  const origin = findSourceMap(file)?.findOrigin(line, column);
  if (origin === undefined || !('lineNumber' in origin)) return place;
  const { fileName, lineNumber, columnNumber } = origin;
  return { file: pathOf(fileName), line: lineNumber, column: columnNumber };
}

function pathOf(url: string): string {
  return url.startsWith('file:') ? fileURLToPath(url) : url;
}
