import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Arrow, layOut, type Placed, type Sized } from '../../lib/graph/layout/index.ts';

/** Things whose arrows lead from lower numbers to higher ones. */
const drawings = fc
  .record({
    sized: fc.array(
      fc.record({
        width: fc.integer({ min: 10, max: 300 }),
        height: fc.integer({ min: 10, max: 200 }),
      }),
      { minLength: 1, maxLength: 30 },
    ),
    pairs: fc.array(fc.tuple(fc.nat(29), fc.nat(29)), { maxLength: 60 }),
    wide: fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
  })
  .map(({ sized, pairs, wide }) => ({
    sized,
    wide,
    arrows: pairs
      .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }))
      .filter(({ from, to }) => from !== to && to < sized.length),
  }));

function overlap(a: Placed, b: Placed): boolean {
  const apart = 1e-6;
  return (
    a.x < b.x + b.width - apart &&
    b.x < a.x + a.width - apart &&
    a.y < b.y + b.height - apart &&
    b.y < a.y + a.height - apart
  );
}

const layOutOf = ({
  sized,
  arrows,
  wide,
}: {
  sized: readonly Sized[];
  arrows: readonly Arrow[];
  wide: readonly boolean[];
}) => layOut(sized, arrows, (index) => wide[index] === true);

describe('any drawing', () => {
  test('has no two things upon each other, and all of them inside', () => {
    fc.assert(
      fc.property(drawings, (drawing) => {
        const { things, width, height } = layOutOf(drawing);
        things.forEach((a, index) => {
          for (const b of things.slice(index + 1)) expect(overlap(a, b)).toBe(false);
          expect(a.x).toBeGreaterThanOrEqual(0);
          expect(a.y).toBeGreaterThanOrEqual(-1e-6);
          expect(a.x + a.width).toBeLessThanOrEqual(width);
          expect(a.y + a.height).toBeLessThanOrEqual(height + 1e-6);
        });
      }),
    );
  });

  test('has all arrows lead to the right', () => {
    fc.assert(
      fc.property(drawings, (drawing) => {
        for (const path of layOutOf(drawing).paths) {
          path.slice(1).forEach((point, index) => {
            expect(point.x).toBeGreaterThanOrEqual(path[index]?.x ?? 0);
          });
        }
      }),
    );
  });

  test('is the same each time', () => {
    fc.assert(
      fc.property(drawings, (drawing) => {
        expect(layOutOf(drawing)).toEqual(layOutOf(drawing));
      }),
    );
  });
});

test('arrows that need not cross do not', () => {
  const size = { width: 10, height: 10 };
  const arrows = [
    { from: 0, to: 3 },
    { from: 1, to: 2 },
  ];
  const { things } = layOut([size, size, size, size], arrows, () => false);
  const [a, b, c, d] = things.map(({ y }) => y);
  expect(a! < b!).toBe(d! < c!);
});

test('nothing stays nothing', () => {
  expect(layOut([], [], () => false)).toMatchObject({ width: 0, height: 0 });
});
