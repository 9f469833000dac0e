import { expect, test } from 'vitest';
import { inParts } from '../../../lib/io/verify/in-parts.ts';

/** Answers with ten times each number, unless one of them is refused. */
function refusing(isRefused: (item: number) => boolean) {
  const asked: (readonly number[])[] = [];
  const ask = (part: readonly number[]) => {
    asked.push(part);
    return Promise.resolve(
      part.some(isRefused) ? { problem: 'no' } : { answers: part.map((each) => each * 10) },
    );
  };
  return { ask, asked };
}

const numbers = Array.from({ length: 64 }, (_, index) => index);

test('what is refused is found by halves, and all else answered', async () => {
  const { ask, asked } = refusing((item) => item === 5);
  const { answers, refused } = await inParts(numbers, 64, ask);
  expect(answers).toHaveLength(63);
  expect(refused).toEqual([{ item: 5, why: 'no' }]);
  expect(asked.length).toBeLessThan(15);
});

test('where everything is refused, it stops asking', async () => {
  const { ask, asked } = refusing(() => true);
  const { answers, refused } = await inParts(Array.from({ length: 1000 }, Number), 100, ask);
  expect(answers).toEqual([]);
  expect(refused).toHaveLength(1000);
  expect(asked.length).toBeLessThan(60);
});

test('about nothing it does not ask', async () => {
  const { ask, asked } = refusing(() => false);
  await inParts([], 100, ask);
  expect(asked).toEqual([]);
});
