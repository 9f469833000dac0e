import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replaceFile } from '../../lib/io/replace-file.ts';
import { writeSecretFile } from '../../lib/io/secret/index.ts';
import { temporaryFolder } from '../support/folder.ts';

test('a file that cannot be replaced stays, and nothing is left beside it', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'db'));
  expect(() => replaceFile(join(folder, 'db'), 'new')).toThrow();
  expect(readdirSync(folder)).toEqual(['db']);
});

test.each([
  ['keeps its permissions', undefined, 0o640],
  ['gets those asked for', 0o600, 0o600],
])('a file that is written %s', (_, mode, expected) => {
  const file = join(temporaryFolder(), 'db.sops.yaml');
  writeFileSync(file, 'old');
  chmodSync(file, 0o640);
  writeSecretFile(file, Buffer.from('old'), { content: 'new', ...(mode && { mode }) });
  expect(statSync(file).mode & 0o777).toBe(expected);
  expect(readFileSync(file, 'utf8')).toBe('new');
});

test('a file that appeared, changed or went away meanwhile is not written', () => {
  const file = join(temporaryFolder(), 'db.sops.yaml');
  const write = (was?: string) => () => {
    writeSecretFile(file, was === undefined ? undefined : Buffer.from(was), { content: 'new' });
  };
  expect(write('old')).toThrow('changed meanwhile');
  writeFileSync(file, 'theirs');
  expect(write()).toThrow('changed meanwhile');
  expect(write('old')).toThrow('changed meanwhile');
  expect(readFileSync(file, 'utf8')).toBe('theirs');
});
