/** Lines that both sides have, or what stands on each side in the same place. */
export type Block =
  | { readonly kind: 'same'; readonly lines: readonly string[] }
  | {
      readonly kind: 'changed';
      readonly before: readonly string[];
      readonly after: readonly string[];
    };

/** With more edits than this, the middle of two texts is one block: it is another text. */
const mostEdits = 400;

/** How two texts differ, line by line, with as few changed lines as there can be. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly Block[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const old = before.slice(head, before.length - tail);
  const next = after.slice(head, after.length - tail);
  return joined([
    { kind: 'same', lines: before.slice(0, head) },
    ...(middle(old, next) ?? [{ kind: 'changed', before: old, after: next } as const]),
    { kind: 'same', lines: before.slice(before.length - tail) },
  ]);
}

/** Neighbours of one kind are one block, and empty ones none. */
function joined(blocks: readonly Block[]): readonly Block[] {
  const found: Block[] = [];
  for (const block of blocks) {
    const last = found.at(-1);
    if (block.kind === 'same') {
      if (block.lines.length === 0) continue;
      if (last?.kind === 'same') {
        found[found.length - 1] = { kind: 'same', lines: [...last.lines, ...block.lines] };
      } else found.push(block);
      continue;
    }
    if (block.before.length + block.after.length === 0) continue;
    if (last?.kind === 'changed') {
      const old = [...last.before, ...block.before];
      found[found.length - 1] = { ...last, before: old, after: [...last.after, ...block.after] };
    } else found.push(block);
  }
  return found;
}

/** The greedy algorithm of E. Myers, An O(ND) Difference Algorithm (1986); undefined beyond `mostEdits`. */
function middle(before: readonly string[], after: readonly string[]): readonly Block[] | undefined {
  const [n, m] = [before.length, after.length];
  /** How far each diagonal (by its number) was followed, for each count of edits. */
  const trace: ReadonlyMap<number, number>[] = [];
  let reached = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= Math.min(n + m, mostEdits); edits += 1) {
    const next = new Map<number, number>();
    for (let k = -edits; k <= edits; k += 2) {
      let x = isDown(reached, k, edits) ? at(reached, k + 1) : at(reached, k - 1) + 1;
      while (x < n && x - k < m && before[x] === after[x - k]) x += 1;
      next.set(k, x);
      if (x >= n && x - k >= m) return backtrack(before, after, [...trace, reached]);
    }
    trace.push(reached);
    reached = next;
  }
  return undefined;
}

function at(reached: ReadonlyMap<number, number>, k: number): number {
  return reached.get(k) ?? -1;
}

/** Whether a diagonal is reached by a line of the new text, and not past one of the old. */
function isDown(reached: ReadonlyMap<number, number>, k: number, edits: number): boolean {
  return k === -edits || (k !== edits && at(reached, k - 1) < at(reached, k + 1));
}

function backtrack(
  before: readonly string[],
  after: readonly string[],
  trace: readonly ReadonlyMap<number, number>[],
): readonly Block[] {
  const blocks: Block[] = [];
  let [x, y] = [before.length, after.length];
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const reached = trace[edits] ?? new Map<number, number>();
    const k = x - y;
    const from = isDown(reached, k, edits) ? k + 1 : k - 1;
    const [oldX, oldY] = [at(reached, from), at(reached, from) - from];
    // Of the first step, only the lines are real that both have.
    const [startX, startY] =
      edits === 0 ? [0, 0] : from === k + 1 ? [oldX, oldY + 1] : [oldX + 1, oldY];
    blocks.push({ kind: 'same', lines: before.slice(startX, x) });
    if (edits > 0) {
      const old = before.slice(oldX, startX);
      blocks.push({ kind: 'changed', before: old, after: after.slice(oldY, startY) });
    }
    [x, y] = [oldX, oldY];
  }
  return blocks.reverse();
}
