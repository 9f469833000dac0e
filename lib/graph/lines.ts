import type { ClusterGraph } from './graph.ts';

/** A line of a drawing, from what comes first to what comes after. */
export interface Line {
  readonly from: string;
  readonly to: string;
  readonly kind: /** `to` waits until `from` is Ready. */
    | 'dependsOn'
    /** The same, and it closes a circle: neither ever begins. */
    | 'circle'
    /** `from` applies `to`. */
    | 'applies'
    /** `to` builds what `from` holds. */
    | 'source';
}

/**
 * The lines that a person needs. Left out are dependencies that others imply; who applies an app that
 * waits for others; and its source where that is the one of who applies it.
 */
export function linesOf({ apps, sources }: ClusterGraph): readonly Line[] {
  const byId = new Map(apps.map((each) => [each.id, each]));
  const known = new Set(sources.map(({ id }) => id));
  const after = new Map(apps.map(({ id }) => [id, [] as string[]]));
  for (const { id, dependsOn } of apps) {
    for (const first of new Set(dependsOn)) after.get(first)?.push(id);
  }
  const { order, circles } = sorted(after);
  const waits = withoutImplied(order, after, circles);
  const isWaiting = new Set(waits.map(({ to }) => to));
  const applied = apps.flatMap(({ id, parent }): Line[] => {
    const isSaid = parent === undefined || isWaiting.has(id) || reaches(after, id, parent);
    if (isSaid) return [];
    after.get(parent)?.push(id);
    return [{ from: parent, to: id, kind: 'applies' }];
  });
  const sourced = apps.flatMap(({ id, parent, source }): Line[] =>
    !known.has(source) || byId.get(parent ?? '')?.source === source
      ? []
      : [{ from: source, to: id, kind: 'source' }],
  );
  return [...waits, ...circles, ...applied, ...sourced];
}

/** All ids, each after what it waits for, and the lines that had to be left out for it. */
function sorted(after: ReadonlyMap<string, readonly string[]>): {
  readonly order: readonly string[];
  readonly circles: readonly Line[];
} {
  const state = new Map<string, 'open' | 'done'>();
  const order: string[] = [];
  const circles: Line[] = [];
  for (const root of after.keys()) {
    if (state.has(root)) continue;
    state.set(root, 'open');
    const stack = [{ id: root, next: (after.get(root) ?? []).values() }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const { value } = top.next.next();
      if (value === undefined) {
        state.set(top.id, 'done');
        order.unshift(top.id);
        stack.pop();
      } else if (state.get(value) === 'open') {
        circles.push({ from: top.id, to: value, kind: 'circle' });
      } else if (!state.has(value)) {
        state.set(value, 'open');
        stack.push({ id: value, next: (after.get(value) ?? []).values() });
      }
    }
  }
  return { order, circles };
}

/** The dependencies without those that follow from others; what is reached is kept as bits. */
function withoutImplied(
  order: readonly string[],
  after: ReadonlyMap<string, readonly string[]>,
  circles: readonly Line[],
): readonly Line[] {
  const place = new Map(order.map((id, index) => [id, index]));
  const closing = new Set(circles.map(({ from, to }) => JSON.stringify([from, to])));
  const reached = new Map<string, Uint32Array>();
  const lines: Line[] = [];
  for (const from of order.toReversed()) {
    const bits = new Uint32Array(Math.ceil(order.length / 32));
    const next = (after.get(from) ?? [])
      .filter((to) => !closing.has(JSON.stringify([from, to])))
      .sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
    // The nearer ones first: whatever they reach needs no line of its own.
    for (const to of next) {
      const index = place.get(to) ?? 0;
      const [word, bit] = [index >>> 5, 1 << (index & 31)];
      if (((bits[word] ?? 0) & bit) !== 0) continue;
      lines.push({ from, to, kind: 'dependsOn' });
      bits[word] = (bits[word] ?? 0) | bit;
      reached.get(to)?.forEach((each, at) => (bits[at] = (bits[at] ?? 0) | each));
    }
    reached.set(from, bits);
  }
  return lines.reverse();
}

/** Whether one app waits for another, perhaps over others. */
function reaches(after: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const id of seen) {
    if (id === to) return true;
    for (const next of after.get(id) ?? []) seen.add(next);
  }
  return false;
}
