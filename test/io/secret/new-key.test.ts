import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { keepNewKey } from '../../../lib/io/secret/index.ts';
import { temporaryFolder } from '../../support/folder.ts';

test('what a new key is for stays a comment, also with a line break in it', async ({
  onTestFinished,
}) => {
  const { file } = await keepNewKey('cluster home of my\nfleet', {
    HOME: temporaryFolder(onTestFinished),
  });
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => /^(?:# |AGE-SECRET-KEY-)/.test(line))).toEqual([true, true, true]);
});
