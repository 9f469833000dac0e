import type { Arrow } from './layers.ts';

/** How often the layers are gone through, forth and back. */
const sweeps = 12;

/**
 * Orders each layer so that few arrows cross: by the mean place of what each thing is connected with, in
 * the layer before and after in turns (K. Sugiyama et al., 1981). Arrows lead from a layer to the next.
 */
export function ordered(
  layers: readonly (readonly number[])[],
  arrows: readonly Arrow[],
): readonly (readonly number[])[] {
  const [before, after] = [new Map<number, number[]>(), new Map<number, number[]>()];
  for (const { from, to } of arrows) {
    after.set(from, [...(after.get(from) ?? []), to]);
    before.set(to, [...(before.get(to) ?? []), from]);
  }
  let current = layers.map((layer) => [...layer]);
  let best = current;
  let least = crossings(current, after);
  for (let sweep = 0; sweep < sweeps && least > 0; sweep += 1) {
    const isForth = sweep % 2 === 0;
    const sides = isForth ? before : after;
    const next = current.map((layer) => [...layer]);
    const indices = next.map((_, index) => index).slice(1);
    for (const index of isForth ? indices : indices.toReversed().map((each) => each - 1)) {
      const fixed = next[index + (isForth ? -1 : 1)] ?? [];
      const places = new Map(fixed.map((each, place) => [each, place]));
      next[index] = byMean(next[index] ?? [], (each) =>
        (sides.get(each) ?? []).flatMap((other) => places.get(other) ?? []),
      );
    }
    current = next;
    const count = crossings(current, after);
    if (count < least) [best, least] = [current, count];
  }
  return best;
}

/** What is connected with nothing keeps its place. */
function byMean(layer: readonly number[], placesOf: (each: number) => readonly number[]): number[] {
  const means = layer.map((each, place) => {
    const places = placesOf(each);
    const mean = places.reduce((sum, other) => sum + other, 0) / places.length;
    return { each, mean: places.length === 0 ? place : mean };
  });
  return means.sort((a, b) => a.mean - b.mean).map(({ each }) => each);
}

/** How many pairs of arrows cross, counted by a tree of sums (W. Barth et al., 2004). */
function crossings(
  layers: readonly (readonly number[])[],
  after: ReadonlyMap<number, readonly number[]>,
): number {
  let count = 0;
  layers.forEach((layer, index) => {
    const next = new Map((layers[index + 1] ?? []).map((each, place) => [each, place]));
    const sums = Array.from({ length: next.size + 1 }, () => 0);
    let seen = 0;
    for (const each of layer) {
      const ends = (after.get(each) ?? [])
        .flatMap((other) => next.get(other) ?? [])
        .sort((a, b) => a - b);
      for (const end of ends) {
        let upTo = 0;
        for (let at = end + 1; at > 0; at -= at & -at) upTo += sums[at] ?? 0;
        count += seen - upTo;
      }
      for (const end of ends) {
        for (let at = end + 1; at < sums.length; at += at & -at) sums[at] = (sums[at] ?? 0) + 1;
        seen += 1;
      }
    }
  });
  return count;
}
