import { expect, test } from 'vitest';
import { isInside } from '../../lib/core/index.ts';

test.each(['a', 'a/b.yaml', 'clusters/home', '.a', '...', 'a..b', 'ä b', '-'])(
  '%j is inside',
  (path) => {
    expect(isInside(path)).toBe(true);
  },
);

test.each([
  '',
  '/',
  '/a',
  'a/',
  'a//b',
  '.',
  './a',
  'a/.',
  '..',
  '../a',
  'a/..',
  'a/../b',
  'a\\b',
  'a\0',
])('%j is not', (path) => {
  expect(isInside(path)).toBe(false);
});
