import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { secretsFolder, sluiceCommand } from '../support/sluice.ts';

const script = fileURLToPath(new URL('../support/terminal.py', import.meta.url));
const hasTerminal = spawnSync('python3', ['-c', 'import pty, termios']).status === 0;
if (!hasTerminal)
  process.stderr.write('Skipped: python3 is not there, and it makes the terminal.\n');

test.skipIf(!hasTerminal)('on a terminal, only what has no good default is asked for', async () => {
  const { work, env } = secretsFolder(onTestFinished);
  const steps = [
    {
      expect: 'Repository that Flux reads [https://github.com/example/manifests]: ',
      type: 'git@a.org:m.git\r',
    },
    { expect: '[make a new one]: ', type: '\r' },
  ];
  const args = [script, JSON.stringify(steps), ...sluiceCommand, 'init', 'fleet'];
  const shown = await new Promise<string>((resolve, reject) => {
    execFile('python3', args, { cwd: work, env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr));
    });
  });
  expect(JSON.parse(shown)).toMatchObject({
    code: 0,
    screen: expect.stringContaining('keys.txt') as string,
  });
  const cluster = readFileSync(join(work, 'fleet/clusters/home/index.ts'), 'utf8');
  expect(cluster).toContain("url: 'ssh://git@a.org/m',");
});
