import type { Arrow } from './layers.ts';

/** How often things are moved towards what they are connected with. */
const passes = 8;

/**
 * Where the middle of each thing is, from the top: near the mean of what it is connected with, in the
 * order of its layer, and at least `gap` from its neighbours.
 */
export function placed(
  layers: readonly (readonly number[])[],
  arrows: readonly Arrow[],
  heights: readonly number[],
  gap: number,
): readonly number[] {
  const near = heights.map(() => [] as number[]);
  for (const { from, to } of arrows) {
    near[from]?.push(to);
    near[to]?.push(from);
  }
  const middles = heights.map(() => 0);
  const set = (layer: readonly number[], wanted: readonly number[]): void => {
    const found = kept(
      wanted,
      layer.map((each) => heights[each] ?? 0),
      gap,
    );
    layer.forEach((each, index) => (middles[each] = found[index] ?? 0));
  };
  for (const layer of layers)
    set(
      layer,
      layer.map(() => 0),
    );
  for (let pass = 0; pass < passes; pass += 1) {
    for (const layer of pass % 2 === 0 ? layers : layers.toReversed()) {
      set(
        layer,
        layer.map((each) => {
          const others = near[each] ?? [];
          const sum = others.reduce((total, other) => total + (middles[other] ?? 0), 0);
          return others.length === 0 ? (middles[each] ?? 0) : sum / others.length;
        }),
      );
    }
  }
  return middles;
}

/** The places nearest to the wanted ones that keep order and distances (pools of adjacent violators). */
function kept(
  wanted: readonly number[],
  heights: readonly number[],
  gap: number,
): readonly number[] {
  let offset = 0;
  const offsets = heights.map((height, index) => {
    offset += index === 0 ? 0 : gap + ((heights[index - 1] ?? 0) + height) / 2;
    return offset;
  });
  const pools: { mean: number; count: number }[] = [];
  wanted.forEach((each, index) => {
    let pool = { mean: each - (offsets[index] ?? 0), count: 1 };
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      const count = last.count + pool.count;
      pool = { mean: (last.mean * last.count + pool.mean * pool.count) / count, count };
      pools.pop();
    }
    pools.push(pool);
  });
  const means = pools.flatMap(({ mean, count }) => Array.from({ length: count }, () => mean));
  return offsets.map((each, index) => each + (means[index] ?? 0));
}
