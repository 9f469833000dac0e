import type { ClusterGraph, GraphApp, GraphSource } from './graph.ts';
import { type Line, linesOf } from './lines.ts';

/** A source, or the apps that have the same lines: one line of the box is one of each of them. */
export interface Box {
  readonly source?: GraphSource;
  readonly apps: readonly GraphApp[];
}

/** A line between boxes, by their places in the list. */
export interface BoxLine extends Pick<Line, 'kind'> {
  readonly from: number;
  readonly to: number;
  /** Whether what comes after waits for more than that the first is applied. */
  readonly isProven: boolean;
}

/** What is drawn of a cluster. */
export interface Boxes {
  readonly boxes: readonly Box[];
  readonly lines: readonly BoxLine[];
}

/** Puts apps together that stand in the same place: nothing is lost, and most lines go. */
export function boxesOf(cluster: ClusterGraph): Boxes {
  const lines = linesOf(cluster);
  const ends = new Map<string, string[]>();
  const add = (id: string, end: readonly string[]): void => {
    ends.set(id, [...(ends.get(id) ?? []), JSON.stringify(end)]);
  };
  for (const { from, to, kind } of lines) {
    add(from, ['to', kind, to]);
    add(to, ['from', kind, from]);
  }
  const alike = new Map<string, GraphApp[]>();
  for (const app of cluster.apps) {
    const key = [app.status === 'missing', ...(ends.get(app.id) ?? []).sort()].join('\n');
    alike.set(key, [...(alike.get(key) ?? []), app]);
  }
  const used = new Set(lines.map(({ from }) => from));
  const boxes: Box[] = [
    ...cluster.sources
      .filter(({ id }) => used.has(id))
      .map((source) => ({ source, apps: [] as GraphApp[] })),
    ...[...alike.values()].map((apps) => ({ apps: apps.toSorted((a, b) => compare(a.id, b.id)) })),
  ];
  return { boxes, lines: linesBetween(boxes, lines) };
}

function linesBetween(boxes: readonly Box[], lines: readonly Line[]): readonly BoxLine[] {
  const placeOf = new Map(
    boxes.flatMap(({ source, apps }, index) =>
      [...(source ? [source] : []), ...apps].map(({ id }) => [id, index] as const),
    ),
  );
  const found = new Map<string, BoxLine>();
  for (const line of lines) {
    const [from, to] = [placeOf.get(line.from) ?? 0, placeOf.get(line.to) ?? 0];
    const isProven = (boxes[from]?.apps ?? []).every(({ readyBy }) => readyBy !== 'none');
    found.set(`${from} ${to} ${line.kind}`, { from, to, kind: line.kind, isProven });
  }
  return [...found.values()];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
