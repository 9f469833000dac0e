/**
 * Where things stand in a drawing of layers. Takes sizes and arrows, gives rectangles and the points of
 * lines; knows nothing of what it draws.
 */
import { type Arrow, layersOf } from './layers.ts';
import { ordered } from './order.ts';
import { placed } from './place.ts';

export type { Arrow } from './layers.ts';

/** What is to be laid out. */
export interface Sized {
  readonly width: number;
  readonly height: number;
  /** The least layer; 0 unless it says otherwise. */
  readonly layer?: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A thing in its place; the point is its corner at the top left. */
export interface Placed extends Point, Sized {}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** As they were given. */
  readonly things: readonly Placed[];
  /** The points of each arrow, as they were given, from the right of one thing to the left of another. */
  readonly paths: readonly (readonly Point[])[];
}

const gaps = { x: 76, y: 14 };

/** With more places for lines to pass than this, long lines go straight. */
const mostPasses = 20_000;

/**
 * Lays things out from left to right: each to the right of what leads to it, and none upon another.
 * What nothing comes after and is `wide` stands below all others, where it is in the way of no line.
 *
 * @param arrows none of which go in circles
 */
export function layOut(
  sized: readonly Sized[],
  arrows: readonly Arrow[],
  isWide: (index: number) => boolean,
): Layout {
  const byLayer = groups(
    layersOf(
      sized.map(({ layer = 0 }) => layer),
      arrows,
    ),
  );
  const layerOf = new Map(byLayer.flatMap((layer, at) => layer.map((each) => [each, at] as const)));
  const leads = new Set(arrows.map(({ from }) => from));
  const below = new Set(
    sized.flatMap((_, index) => (isWide(index) && !leads.has(index) ? [index] : [])),
  );

  // A line over several layers passes each on its way, and things make room for it.
  const heights = sized.map(({ height }) => height);
  const passing = byLayer.map((layer) => layer.filter((each) => !below.has(each)));
  const steps: Arrow[] = [];
  const routes = arrows.map(({ from, to }) => {
    const [start, end] = [layerOf.get(from) ?? 0, layerOf.get(to) ?? 0];
    const route = [from];
    if (!below.has(to) && heights.length < mostPasses) {
      for (let layer = start + 1; layer < end; layer += 1) {
        route.push(heights.length);
        passing[layer]?.push(heights.length);
        heights.push(0);
      }
    }
    route.push(to);
    if (!below.has(to)) {
      route.slice(1).forEach((each, index) => steps.push({ from: route[index] ?? 0, to: each }));
    }
    return route;
  });
  const middles = placed(ordered(passing, steps), steps, heights, gaps.y);

  const widths = byLayer.map((layer) =>
    layer.reduce(
      (most, each) => (below.has(each) ? most : Math.max(most, sized[each]?.width ?? 0)),
      0,
    ),
  );
  const lefts = widths.map((_, layer) =>
    widths.slice(0, layer).reduce((sum, width) => sum + width + gaps.x, 0),
  );
  const tops = passing.flat().map((each) => (middles[each] ?? 0) - (heights[each] ?? 0) / 2);
  const top = tops.reduce((least, each) => Math.min(least, each), tops.length > 0 ? Infinity : 0);
  let bottom = passing
    .flat()
    .reduce(
      (most, each) => Math.max(most, (middles[each] ?? 0) + (heights[each] ?? 0) / 2 - top),
      0,
    );
  const things = sized.map((each, index): Placed => {
    const x = lefts[layerOf.get(index) ?? 0] ?? 0;
    if (!below.has(index)) return { ...each, x, y: (middles[index] ?? 0) - each.height / 2 - top };
    const y = bottom + (bottom === 0 ? 0 : 2 * gaps.y);
    bottom = y + each.height;
    return { ...each, x, y };
  });
  const layerOfPass = new Map(
    passing.flatMap((layer, at) => layer.map((each) => [each, at] as const)),
  );
  const paths = routes.map((route) =>
    route.flatMap((each, index): Point[] => {
      const thing = things[each];
      if (thing === undefined) {
        const layer = layerOfPass.get(each) ?? 0;
        const [x, y] = [lefts[layer] ?? 0, (middles[each] ?? 0) - top];
        return [
          { x, y },
          { x: x + (widths[layer] ?? 0), y },
        ];
      }
      const y = thing.y + Math.min(thing.height / 2, below.has(each) ? 24 : Infinity);
      return [{ x: index === 0 ? thing.x + thing.width : thing.x, y }];
    }),
  );
  const width = things.reduce((most, each) => Math.max(most, each.x + each.width), 0);
  return { width, height: bottom, things, paths };
}

function groups(layers: readonly number[]): readonly number[][] {
  const count = layers.reduce((most, each) => Math.max(most, each + 1), 0);
  const found = Array.from({ length: count }, () => [] as number[]);
  layers.forEach((layer, index) => found[layer]?.push(index));
  return found;
}
