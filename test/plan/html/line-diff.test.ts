import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Block, diffLines } from '../../../lib/plan/render/html/line-diff.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 40 });

function sideOf(blocks: readonly Block[], side: 'before' | 'after'): readonly string[] {
  return blocks.flatMap((block) => (block.kind === 'same' ? block.lines : block[side]));
}

describe('a diff of lines', () => {
  test('has all lines of both sides, in order', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const blocks = diffLines(before, after);
        expect(sideOf(blocks, 'before')).toEqual(before);
        expect(sideOf(blocks, 'after')).toEqual(after);
      }),
    );
  });

  test('alternates, and has no block that is empty', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const blocks = diffLines(before, after);
        const kinds = blocks.map(({ kind }) => kind);
        expect(kinds.some((kind, index) => kind === kinds[index + 1])).toBe(false);
        expect(
          blocks.every(
            (each) => sideOf([each], 'before').length + sideOf([each], 'after').length > 0,
          ),
        ).toBe(true);
      }),
    );
  });

  test('changes no more lines than it must', () => {
    const before = ['a', 'b', 'c', 'a', 'b', 'b', 'a'];
    const after = ['c', 'b', 'a', 'b', 'a', 'c'];
    const changed = diffLines(before, after).flatMap((block) =>
      block.kind === 'same' ? [] : [...block.before, ...block.after],
    );
    expect(changed).toHaveLength(5);
  });

  test('ends soon where nothing is alike', () => {
    const text = (word: string) => Array.from({ length: 20_000 }, (_, index) => `${word}${index}`);
    expect(diffLines(text('a'), text('b'))).toHaveLength(1);
  });
});
