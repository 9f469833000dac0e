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

test('a new key goes to the file that sops is told to read', async ({ onTestFinished }) => {
  const file = `${temporaryFolder(onTestFinished)}/team/keys.txt`;
  expect((await keepNewKey('a', { SOPS_AGE_KEY_FILE: file })).file).toBe(file);
  expect(readFileSync(file, 'utf8')).toContain('AGE-SECRET-KEY-');
});
