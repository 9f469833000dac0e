import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareGuide, notDone, runGuide } from '../support/guide.ts';
import { checkout } from '../support/shell.ts';

const docs = join(checkout, 'docs');
const pages = [
  'README.md',
  'tutorial.md',
  ...['how-to', 'explanation'].flatMap((folder) =>
    readdirSync(join(docs, folder))
      .sort()
      .map((file) => `${folder}/${file}`),
  ),
];

/** What the pages show and no test does, for which there must be a reason. */
const shown: Record<string, readonly string[]> = {};

describe.concurrent('the page', () => {
  test.each(pages)(
    '%s shows what its commands do',
    async (page) => {
      const { said, saw } = await compareGuide(join(docs, page));
      expect(saw).toBe(said);
    },
    300_000,
  );
});

test('no other block of a page is left out than those that cannot be done here', () => {
  const left = pages.map((page) => [page, notDone(readFileSync(join(docs, page), 'utf8'))] as const);
  expect(Object.fromEntries(left.filter(([, blocks]) => blocks.length > 0))).toEqual(shown);
});
