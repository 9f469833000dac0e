import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareScript, runScript } from '../support/script.ts';

const scripts = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.txt'))
  .sort();

describe.concurrent('the command line', () => {
  test.each(scripts)(
    '%s',
    async (file) => {
      const { said, saw } = await compareScript(join(import.meta.dirname, basename(file)));
      expect(saw).toBe(said);
    },
    120_000,
  );
});

describe.concurrent('a script', () => {
  test('shows what its commands print, where, and how they end', async () => {
    const text = '# A.\n\n$ cat a; echo b >&2; exit 3\n> old\nexit 4\n\n# B.\n-- a --\nx\n\ny\n';
    expect(await runScript(text)).toBe(
      '# A.\n\n$ cat a; echo b >&2; exit 3\n> x\n>\n> y\n! b\nexit 3\n\n# B.\n-- a --\nx\n\ny\n',
    );
  });

  test('shows no path of this machine', async () => {
    expect(await runScript('$ pwd\n')).toBe('$ pwd\n> $WORK\n');
  });
});
