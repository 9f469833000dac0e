import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { keys } from '../sops/sops.ts';
import {
  finish,
  secretsFolder,
  type SecretsFolder as Folder,
  sluiceCommand,
  start,
} from '../support/sluice.ts';
import { writeFile } from '../support/tree.ts';

const script = fileURLToPath(new URL('../support/terminal.py', import.meta.url));
const hasTerminal = spawnSync('python3', ['-c', 'import pty, termios']).status === 0;
const missing = 'python3 is not there, and it makes the terminal';
if (!hasTerminal) process.stderr.write(`Skipped the tests on a terminal: ${missing}.\n`);

type Step = { expect: string } & ({ type: string } | { signal: string });

interface Shown {
  readonly screen: string;
  readonly code: number;
  readonly echo: boolean;
}

/** Runs the command on a terminal of its own. */
function onTerminal(steps: readonly Step[], args: readonly string[], at: Folder): Promise<Shown> {
  const words = [script, JSON.stringify(steps), ...sluiceCommand, 'secret', ...args];
  return new Promise((resolve, reject) => {
    execFile('python3', words, { cwd: at.work, env: at.env }, (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout) as Shown);
      else reject(new Error(stderr));
    });
  });
}

function withKey(at: Folder): Folder {
  return { ...at, env: { ...at.env, SOPS_AGE_KEY: keys.alice.secret } };
}

async function valueIn(at: Folder, file: string, key: string): Promise<string> {
  const child = start(['secret', 'get', file, key], at.work, withKey(at).env);
  return (await finish(child)).stdout;
}

async function write(at: Folder, file: string, key: string, value: string): Promise<void> {
  await finish(start(['secret', 'set', file, key], at.work, withKey(at).env), value);
}

const prompt = 'Value of password (not shown): ';

describe.skipIf(!hasTerminal)('on a terminal', { concurrent: true, timeout: 60_000 }, () => {
  test('the value is asked for and never shown; keys of a line editor work', async ({
    onTestFinished,
  }) => {
    const at = secretsFolder(onTestFinished);
    const typed = 'wrong\u0015hunterx\u001b[D\u007f2\r';
    const { screen, code, echo } = await onTerminal(
      [{ expect: prompt, type: typed }],
      ['set', 'db.sops.yaml', 'password'],
      at,
    );
    expect({ code, echo }).toEqual({ code: 0, echo: true });
    expect(screen).toBe(`${prompt}\r\ndb.sops.yaml is written\r\n`);
    expect(await valueIn(at, 'db.sops.yaml', 'password')).toBe('hunter2');
  });

  test.for([
    ['Ctrl-C', { type: 'hunt\u0003' }, 130],
    ['SIGTERM', { signal: 'SIGTERM' }, -15],
  ] as const)(
    '%s at the prompt writes nothing and leaves the terminal as it was',
    async ([, act, ended], { onTestFinished }) => {
      const at = secretsFolder(onTestFinished);
      const { screen, code, echo } = await onTerminal(
        [{ expect: prompt, ...act }],
        ['set', 'db.sops.yaml', 'password'],
        at,
      );
      expect({ code, echo }).toEqual({ code: ended, echo: true });
      expect(screen).not.toContain('hunt');
      expect(() => readFileSync(join(at.work, 'db.sops.yaml'))).toThrow('ENOENT');
    },
  );

  test('pasted lines are refused whole, and none of them reaches the shell', async ({
    onTestFinished,
  }) => {
    const { screen, code } = await onTerminal(
      [{ expect: prompt, type: 'first\rsecond\rthird' }],
      ['set', 'db.sops.yaml', 'password'],
      secretsFolder(onTestFinished),
    );
    expect(code).toBe(1);
    expect(screen).toContain('the value has more than one line');
    expect(screen).not.toMatch(/first|second|third/);
  });

  test.for([
    ['y', 0, 'new', ''],
    ['', 1, 'hunter2', 'b'],
  ] as const)(
    'without a key it offers to write the file anew: %j',
    async ([answer, ended, one, other], { onTestFinished }) => {
      const at = secretsFolder(onTestFinished);
      await write(at, 'db.sops.yaml', 'password', 'hunter2');
      await write(at, 'db.sops.yaml', 'other', 'b');
      const question = 'Write it anew with this value alone? [y/N] ';
      const steps = [
        { expect: question, type: `${answer}\r` },
        ...(answer === 'y' ? [{ expect: prompt, type: 'new\r' }] : []),
      ];
      const { screen, code } = await onTerminal(steps, ['set', 'db.sops.yaml', 'password'], at);
      expect(code).toBe(ended);
      expect(screen).toContain('It would lose stringData.other.');
      expect(await valueIn(at, 'db.sops.yaml', 'password')).toBe(one);
      expect(await valueIn(at, 'db.sops.yaml', 'other')).toBe(other);
    },
  );

  test('updatekeys asks, and a no changes nothing', async ({ onTestFinished }) => {
    const at = secretsFolder(onTestFinished);
    await write(at, 'db.sops.yaml', 'password', 'hunter2');
    const before = readFileSync(join(at.work, 'db.sops.yaml'), 'utf8');
    const rules = readFileSync(join(at.work, '.sops.yaml'), 'utf8').trimEnd();
    writeFile(at.work, '.sops.yaml', `${rules},${keys.bob.recipient}\n`);
    const question = 'Write 1 file? [y/N] ';
    const run = (type: string): Promise<Shown> =>
      onTerminal([{ expect: question, type }], ['updatekeys'], withKey(at));
    expect(await run('n\r')).toMatchObject({ code: 0 });
    expect(readFileSync(join(at.work, 'db.sops.yaml'), 'utf8')).toBe(before);
    expect((await run('yes\r')).screen).toContain(`+ ${keys.bob.recipient}`);
    expect(readFileSync(join(at.work, 'db.sops.yaml'), 'utf8')).toContain(keys.bob.recipient);
  });

  test('a mistake in the editor can be mended', async ({ onTestFinished }) => {
    const at = secretsFolder(onTestFinished);
    await write(at, 'db.sops.yaml', 'password', 'hunter2');
    const editor =
      'if grep -q hunter3 "$1"; then sed -i "/bad/d" "$1"; else sed -i s/hunter2/hunter3/ "$1"; echo "bad: [" >> "$1"; fi';
    writeFile(at.work, 'editor.sh', editor);
    const { screen, code } = await onTerminal(
      [{ expect: 'Edit it again? [y/N] ', type: 'y\r' }],
      ['edit', 'db.sops.yaml'],
      { ...at, env: { ...withKey(at).env, EDITOR: 'sh editor.sh' } },
    );
    expect(code).toBe(0);
    expect(screen).toContain('error sops-syntax');
    expect(await valueIn(at, 'db.sops.yaml', 'password')).toBe('hunter3');
  });

  test('errors are painted, unless NO_COLOR is set', async ({ onTestFinished }) => {
    const at = secretsFolder(onTestFinished);
    const { NO_COLOR: _, ...env } = at.env;
    const args = ['get', 'missing.sops.yaml', 'password'];
    const coloured = await onTerminal([], args, { ...at, env: { ...env, TERM: 'xterm' } });
    expect(coloured.screen).toContain('\u001b[31m');
    expect((await onTerminal([], args, at)).screen).not.toContain('\u001b[');
  });
});

if (!hasTerminal) {
  test(`tests on a terminal are left out: ${missing}`, ({ skip }) => {
    const isCi = !['', '0', 'false'].includes(process.env['CI'] ?? '');
    expect(isCi, `Cannot run in CI: ${missing}.`).toBe(false);
    skip(missing);
  });
}
