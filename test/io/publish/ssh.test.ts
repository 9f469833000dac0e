import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { program } from '../../../tools/programs.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { writeFile } from '../../support/tree.ts';
import { branchOf, git, manifestsRepository, settings } from './repositories.ts';

const build = { timeout: 120_000 };

function newKey(file: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file]);
}

/** A forge that knows one key, and a person who has that key and knows the forge. */
async function forge(repository: string, sshOptions = '') {
  const folder = temporaryFolder();
  const file = (name: string): string => join(folder, name);
  for (const name of ['host', 'own', 'other']) newKey(file(name));
  const args = [dirname(repository), file('host'), file('own.pub')];
  const server = spawn(await program('ssh-server'), args, { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void server.stdin.end());
  const port = await new Promise<string>((resolve) => {
    server.stdout.once('data', (text: Buffer) => resolve(text.toString().trim()));
  });
  const hostKey = readFileSync(file('host.pub'), 'utf8');
  writeFile(folder, 'known_hosts', `[127.0.0.1]:${port} ${hostKey}`);
  const config = [
    `UserKnownHostsFile ${file('known_hosts')}`,
    'GlobalKnownHostsFile /dev/null',
    `IdentityFile ${file('own')}`,
    'IdentitiesOnly yes',
    'IdentityAgent none',
  ];
  writeFile(folder, 'config', `${config.join('\n')}\n`);
  const real = execFileSync('which', ['ssh'], { encoding: 'utf8' }).trim();
  const ssh = `#!/bin/sh\necho "$@" >> '${file('log')}'\nexec ${real} -F '${file('config')}' ${sshOptions} "$@"\n`;
  writeFile(folder, 'bin/ssh', ssh);
  chmodSync(file('bin/ssh'), 0o755);
  const { GIT_SSH_COMMAND: _, ...rest } = process.env;
  const env = { ...rest, PATH: `${file('bin')}:${process.env['PATH'] ?? ''}` };
  return { url: `ssh://git@127.0.0.1:${port}/manifests.git`, env, file };
}

test('a key of ssh opens a forge, and nothing waits for a person', build, async () => {
  const repository = manifestsRepository();
  const { url, env, file } = await forge(repository);
  const remote = await branchOf(url, env);
  const changes = { writes: new Map([['a.yaml', 'a: 1\n']]), deletes: [] };
  const commit = await remote.commit(await remote.tip(), changes, 'A\n', settings);
  expect(await remote.push(commit)).toBeUndefined();
  expect(git(repository, 'rev-parse', 'main')).toBe(commit);
  const calls = readFileSync(file('log'), 'utf8').trim().split('\n');
  expect(calls.every((call) => call.includes('-o BatchMode=yes'))).toBe(true);
  expect(calls.join('\n')).not.toContain('StrictHostKeyChecking');
});

test('a forge of ssh whose key nobody vouched for is refused', build, async () => {
  const { url, env, file } = await forge(manifestsRepository());
  rmSync(file('known_hosts'));
  const remote = await branchOf(url, env);
  await expect(remote.tip()).rejects.toThrow(
    'publish-failed: ' + url + ': Host key verification failed',
  );
});

test('a key that a forge of ssh does not know is said to be refused', build, async () => {
  const { url, env, file } = await forge(manifestsRepository());
  const config = readFileSync(file('config'), 'utf8');
  writeFile(dirname(file('config')), 'config', config.replace(file('own'), file('other')));
  const remote = await branchOf(url, env);
  await expect(remote.tip()).rejects.toThrow(/publish-failed: .*Permission denied \(publickey\)/);
});

test('a branch that nobody has at a forge of ssh is named', build, async () => {
  const repository = manifestsRepository();
  const { url, env } = await forge(repository);
  git(repository, 'branch', '-m', 'main', 'other');
  const remote = await branchOf(url, env);
  await expect(remote.tip()).rejects.toThrow('unknown-branch: the repository has no branch main');
});

test('a forge of ssh that says nothing is given up', build, async () => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void silent.close());
  const { env } = await forge(manifestsRepository(), '-o ConnectTimeout=1');
  const port = String((silent.address() as AddressInfo).port);
  const remote = await branchOf(`ssh://git@127.0.0.1:${port}/manifests.git`, env);
  await expect(remote.tip()).rejects.toThrow(/Connection .* timed out/);
});
