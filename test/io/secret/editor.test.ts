import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { editText } from '../../../lib/io/secret/index.ts';
import { keys } from '../../sops/sops.ts';
import { finish, secretsFolder, start } from '../../support/sluice.ts';
import { writeFile } from '../../support/tree.ts';
import { isAlive, until } from '../../support/wait.ts';

/** Sends a signal as it comes in life: what is typed on a terminal goes to the editor as well. */
function send(child: ChildProcess, signal: NodeJS.Signals): void {
  const isTyped = signal === 'SIGINT' || signal === 'SIGQUIT';
  process.kill(isTyped ? -(child.pid ?? NaN) : (child.pid ?? NaN), signal);
}

describe.concurrent('an editing session that a signal ends', { timeout: 60_000 }, () => {
  test.for([
    ['SIGINT', 130, 'exec sleep 60'],
    ['SIGTERM', 143, 'exec sleep 60'],
    ['SIGHUP', 129, 'exec sleep 60'],
    ['SIGQUIT', 131, 'exec sleep 60'],
    // An editor that will not end, and one that writes while it ends.
    ['SIGTERM', 143, 'trap "" TERM; exec sleep 60'],
    [
      'SIGTERM',
      143,
      'trap "mkdir -p ${1%/*}; echo late > $1; exit" TERM; sleep 9 > /dev/null 2>&1 & wait',
    ],
  ] as const)(
    'leaves no file and no editor behind: %s, %i',
    async ([signal, code, body], { onTestFinished }) => {
      const { work, tmp, env } = secretsFolder(onTestFinished);
      const settings = { ...env, SOPS_AGE_KEY: keys.alice.secret, EDITOR: 'sh editor.sh' };
      await finish(start(['secret', 'set', 'db.sops.yaml', 'password'], work, settings), 'hunter2');
      const before = readFileSync(join(work, 'db.sops.yaml'), 'utf8');
      writeFile(work, 'editor.sh', `echo $$ > pid; echo x >> "$1"; touch ready; ${body}\n`);
      const child = start(['secret', 'edit', 'db.sops.yaml'], work, settings, true);
      const ended = finish(child);
      await until(() => existsSync(join(work, 'ready')));
      expect(readdirSync(tmp)).toHaveLength(1);
      send(child, signal);
      expect(await ended).toEqual({ stdout: '', stderr: '', code });
      expect(readdirSync(tmp)).toEqual([]);
      expect(readFileSync(join(work, 'db.sops.yaml'), 'utf8')).toBe(before);
      const editor = Number(readFileSync(join(work, 'pid'), 'utf8'));
      await until(() => !isAlive(editor));
    },
  );
});

test.for(['SIGINT', 'SIGQUIT'] as const)(
  '%s that the editor takes for itself does not end the session',
  { timeout: 60_000 },
  async (signal, { onTestFinished }) => {
    const { work, tmp, env } = secretsFolder(onTestFinished);
    const settings = { ...env, SOPS_AGE_KEY: keys.alice.secret, EDITOR: 'sh editor.sh' };
    await finish(start(['secret', 'set', 'db.sops.yaml', 'password'], work, settings), 'hunter2');
    const lines = [
      `trap 'touch taken' ${signal.slice(3)}`,
      'touch ready',
      'until [ -e taken ]; do sleep 0.1; done',
      'sed -i s/hunter2/other/ "$1"',
    ];
    writeFile(work, 'editor.sh', lines.join('\n'));
    const child = start(['secret', 'edit', 'db.sops.yaml'], work, settings, true);
    const ended = finish(child);
    await until(() => existsSync(join(work, 'ready')));
    send(child, signal);
    const stderr = expect.stringContaining('db.sops.yaml is written') as string;
    expect(await ended).toMatchObject({ stderr, code: 0 });
    expect(readdirSync(tmp)).toEqual([]);
  },
);

test('the editor is given no private key, and nothing that finds one', async ({
  onTestFinished,
}) => {
  const { work } = secretsFolder(onTestFinished);
  const log = join(work, 'log');
  const env = {
    PATH: process.env['PATH'],
    EDITOR: `sh -c 'env > "$0"' ${log}`,
    ...{ SOPS_AGE_KEY: 'k', SOPS_AGE_KEY_FILE: 'k', SOPS_AGE_KEY_CMD: 'k', OTHER: 'kept' },
  };
  await editText('a.yaml', 'text', () => Promise.resolve(true), env);
  const seen = readFileSync(log, 'utf8');
  expect(seen).toContain('OTHER=kept');
  expect(seen).not.toContain('SOPS_AGE');
});
