import { type Block, diffLines } from './line-diff.ts';

/** Lines around a change that are shown with it. */
const context = 3;

/** Changes with the lines around them, and where in the object they stand. */
export interface Hunk {
  /** Such as `spec › containers › web`; empty at the top of the object. */
  readonly place: string;
  readonly blocks: readonly Block[];
}

/** What differs between two texts in YAML as Sluice writes it. */
export function hunksOf(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  const blocks = diffLines(before, after);
  const hunks: { start: number; blocks: Block[] }[] = [];
  let line = 0;
  blocks.forEach((block, index) => {
    if (block.kind === 'changed') {
      const current = hunks.at(-1);
      if (current) current.blocks.push(block);
      else hunks.push({ start: 0, blocks: [block] });
      line += block.before.length;
      return;
    }
    const { lines } = block;
    const [isFirst, isLast] = [index === 0, index === blocks.length - 1];
    if (!isFirst && !isLast && lines.length <= 2 * context + 1) hunks.at(-1)?.blocks.push(block);
    else {
      if (!isFirst) hunks.at(-1)?.blocks.push({ kind: 'same', lines: lines.slice(0, context) });
      if (!isLast) {
        const lead = lines.slice(Math.max(0, lines.length - context));
        const start = line + lines.length - lead.length;
        hunks.push({ start, blocks: [{ kind: 'same', lines: lead }] });
      }
    }
    line += lines.length;
  });
  return hunks.map((hunk) => toTheLeft(hunk.blocks, before.slice(0, hunk.start)));
}

/** Takes off what all lines of a hunk are indented by: its place says that. */
function toTheLeft(blocks: readonly Block[], above: readonly string[]): Hunk {
  const lines = blocks
    .flatMap((each) => (each.kind === 'same' ? each.lines : [...each.before, ...each.after]))
    .filter((line) => line.trim() !== '');
  const indent = lines.reduce((least, line) => Math.min(least, columnOf(line)), Infinity);
  // Items whose key is not in the hunk have keys beside them that are in the same map as it.
  const outer = lines.filter((line) => columnOf(line) === indent);
  const outermost = outer.find((line) => !isItemOf(line)) ?? outer[0] ?? '';
  const cut = (side: readonly string[]): readonly string[] =>
    side.map((line) => line.slice(Math.min(indent, columnOf(line))));
  return {
    place: placeOf(outermost, above),
    blocks: blocks.map((each) =>
      each.kind === 'same'
        ? { ...each, lines: cut(each.lines) }
        : { ...each, before: cut(each.before), after: cut(each.after) },
    ),
  };
}

/** The keys above a line, outermost first, read from how far the lines before it are indented. */
function placeOf(line: string, above: readonly string[]): string {
  const keys: string[] = [];
  let [column, isItem] = [columnOf(line), isItemOf(line)];
  for (const each of above.toReversed()) {
    if (column === 0 && !isItem) break;
    const [indent, dashed] = [columnOf(each), isItemOf(each)];
    // Under a key, the items of a list stand as far to the left as the key.
    const isAbove = indent < column || (isItem && indent === column && !dashed);
    if (each.trim() === '' || !isAbove) continue;
    const [, name = ''] = /^ *(?:- )*(?:name: )?("[^"]*"|[^:]*)/.exec(each) ?? [];
    keys.unshift(name.slice(0, 60));
    [column, isItem] = [indent, dashed];
  }
  return keys.join(' › ');
}

function columnOf(line: string): number {
  return line.length - line.trimStart().length;
}

function isItemOf(line: string): boolean {
  return /^ *- /.test(line);
}
