import { indentOf, isItem, keyEnd, unquoted } from './read-block.ts';

/** Where a value begins: a line from 0, and a column in it. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where a key or an item stands, and its value if that is a block. */
interface Found {
  readonly line: number;
  readonly value: Place | undefined;
}

/**
 * The line, from 1, of a field in a document in block form; of one that is not there, that of what is
 * above it. Found by indents alone: what belongs to a key or an item stands deeper than it.
 *
 * @param text a document that `readBlockYaml` reads, perhaps below its `---`
 */
export function lineInBlock(text: string, path: readonly (string | number)[]): number {
  const lines = text.split('\n');
  let at: Place | undefined = blockBelow(lines, -1, 0);
  let line = at?.line ?? 0;
  for (const step of path) {
    const isList = at !== undefined && isItem(lines[at.line] ?? '', at.column);
    if (at === undefined || isList !== (typeof step === 'number')) break;
    const found: Found | undefined =
      typeof step === 'number' ? findItem(lines, at, step) : findKey(lines, at, step);
    if (found === undefined) break;
    ({ line, value: at } = found);
  }
  return line + 1;
}

function findKey(lines: readonly string[], from: Place, key: string): Found | undefined {
  for (const line of siblings(lines, from)) {
    const text = lines[line] ?? '';
    // The items of a list may stand below the key itself.
    if (isItem(text, from.column)) continue;
    const end = keyEnd(text, from.column);
    if (unquoted(text.slice(from.column, end)) !== key) continue;
    const isBlock = isNothing(text.slice(end + 1));
    return { line, value: isBlock ? blockBelow(lines, line, from.column) : undefined };
  }
  return undefined;
}

function findItem(lines: readonly string[], from: Place, index: number): Found | undefined {
  let count = 0;
  for (const line of siblings(lines, from)) {
    const text = lines[line] ?? '';
    // What stands below a list as deep as it is the next key of the map that has the list.
    if (!isItem(text, from.column)) return undefined;
    if (count < index) {
      count += 1;
      continue;
    }
    const rest = text.slice(from.column + 1);
    if (isNothing(rest)) {
      const value = blockBelow(lines, line, from.column + 1);
      return { line: value?.line ?? line, value };
    }
    return { line, value: { line, column: from.column + 1 + indentOf(rest) } };
  }
  return undefined;
}

/** The lines on which the keys of a map or the items of a list begin. */
function* siblings(lines: readonly string[], { line: first, column }: Place): Generator<number> {
  yield first;
  for (let line = first + 1; line < lines.length; line += 1) {
    const text = lines[line] ?? '';
    const indent = indentOf(text);
    if (indent > column || isNothing(text)) continue;
    if (indent < column) return;
    yield line;
  }
}

/** The block that begins below a line, deeper than a column or, for the items of a list, as deep. */
function blockBelow(lines: readonly string[], above: number, column: number): Place | undefined {
  for (let line = above + 1; line < lines.length; line += 1) {
    const text = lines[line] ?? '';
    if (isNothing(text) || text.startsWith('---')) continue;
    const indent = indentOf(text);
    const isBelow = above < 0 || indent > column || (indent === column && isItem(text, indent));
    return isBelow ? { line, column: indent } : undefined;
  }
  return undefined;
}

/** Whether a line, or its rest, is blank or a comment. */
function isNothing(text: string): boolean {
  return /^ *(?:#|$)/.test(text);
}
