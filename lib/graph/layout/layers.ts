/** A line between two things, by their numbers. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
}

/**
 * The layer of each thing: one more than the last of what it comes after, or its least one. Arrows must
 * not go in circles.
 */
export function layersOf(least: readonly number[], arrows: readonly Arrow[]): readonly number[] {
  const layers = [...least];
  const open = least.map(() => 0);
  const after = least.map(() => [] as number[]);
  for (const { from, to } of arrows) {
    after[from]?.push(to);
    open[to] = (open[to] ?? 0) + 1;
  }
  const ready = open.flatMap((each, index) => (each === 0 ? [index] : []));
  for (const index of ready) {
    for (const to of after[index] ?? []) {
      layers[to] = Math.max(layers[to] ?? 0, (layers[index] ?? 0) + 1);
      open[to] = (open[to] ?? 0) - 1;
      if (open[to] === 0) ready.push(to);
    }
  }
  return layers;
}
