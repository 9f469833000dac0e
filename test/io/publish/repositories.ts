import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf, RemoteBranch } from '../../../lib/io/publish/index.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { writeFile } from '../../support/tree.ts';

const person = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];

export function git(directory: string, ...args: string[]): string {
  return execFileSync('git', [...person, ...args], { cwd: directory, encoding: 'utf8' }).trim();
}

/** A bare repository whose branch main has a README. */
export function manifestsRepository(): string {
  const root = temporaryFolder();
  const bare = join(root, 'manifests.git');
  git(root, 'init', '-q', '--bare', '-b', 'main', bare);
  const seed = join(root, 'seed');
  mkdirSync(seed);
  git(seed, 'init', '-q', '-b', 'main');
  writeFile(seed, 'README.md', 'Ours\n');
  git(seed, 'add', '.');
  git(seed, 'commit', '-qm', 'By hand');
  git(seed, 'push', '-q', bare, 'main');
  return bare;
}

/** The branch main of a repository, as publishing opens it. */
export async function branchOf(
  repository: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<RemoteBranch> {
  const folder = temporaryFolder();
  const remote = new RemoteBranch(addressOf(repository, '/', env), 'main', folder, env);
  await remote.open();
  return remote;
}

export const settings = { 'user.name': 'Sluice', 'user.email': 'sluice@localhost' };
