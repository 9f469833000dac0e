import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ProgramRepository } from '../../../lib/io/publish/index.ts';
import { kindOf, readText } from '../../../lib/reconcile/tree.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { writeFile } from '../../support/tree.ts';
import { branchOf, git, manifestsRepository, settings } from './repositories.ts';

const write = (file: string, text = 'a: 1\n') => ({ writes: new Map([[file, text]]), deletes: [] });

describe('a branch that others push to', () => {
  test('gets a commit with nothing but the changes', async () => {
    const repository = manifestsRepository();
    const remote = await branchOf(repository);
    const commit = await remote.commit(
      await remote.tip(),
      write('a/b c.yaml'),
      'Say it\n',
      settings,
    );
    expect(await remote.push(commit)).toBeUndefined();
    const { tree } = await remote.tip();
    expect(readText(tree, 'a/b c.yaml')).toBe('a: 1\n');
    expect(kindOf(tree, 'README.md')).toBe('file');
    expect(git(repository, 'log', '-1', '--format=%an <%ae> %s', 'main')).toBe(
      'Sluice <sluice@localhost> Say it',
    );
  });

  test('begins with the first commit of an empty repository', async () => {
    const repository = temporaryFolder();
    git(repository, 'init', '--quiet', '--bare');
    const remote = await branchOf(repository);
    const commit = await remote.commit(await remote.tip(), write('a.yaml'), 'First', settings);
    expect(await remote.push(commit)).toBeUndefined();
    expect(git(repository, 'log', '--format=%s', 'main')).toBe('First');
  });

  test('is read where a hook of another repository runs', async () => {
    const repository = manifestsRepository();
    vi.stubEnv('GIT_DIR', join(temporaryFolder(), 'elsewhere'));
    onTestFinished(() => void vi.unstubAllEnvs());
    const { tree } = await (await branchOf(repository)).tip();
    expect(kindOf(tree, 'README.md')).toBe('file');
  });

  test('puts a file where a folder was', async () => {
    const repository = manifestsRepository();
    const remote = await branchOf(repository);
    const first = await remote.commit(await remote.tip(), write('a/b.yaml'), 'One\n', settings);
    await remote.push(first);
    const changes = { writes: new Map([['a', 'x\n']]), deletes: ['a/b.yaml'] };
    await remote.push(await remote.commit(await remote.tip(), changes, 'Two\n', settings));
    expect(kindOf((await remote.tip()).tree, 'a')).toBe('file');
  });

  test('moves on under a commit, which then is not pushed', async () => {
    const repository = manifestsRepository();
    const [mine, theirs] = [await branchOf(repository), await branchOf(repository)];
    const late = await mine.commit(await mine.tip(), write('mine.yaml'), 'Mine\n', settings);
    await theirs.push(
      await theirs.commit(await theirs.tip(), write('theirs.yaml'), 'T\n', settings),
    );
    expect(await mine.push(late)).toEqual({ late: 'fetch first' });
    expect(git(repository, 'log', '--format=%s', 'main')).toBe('T\nBy hand');
  });

  test('is signed where Git is set up for it', async () => {
    const repository = manifestsRepository();
    const keys = temporaryFolder();
    const program = join(keys, 'sign');
    writeFile(
      keys,
      'sign',
      '#!/bin/sh\ncat > /dev/null\necho "[GNUPG:] SIG_CREATED " >&2\necho signature\n',
    );
    git(keys, 'init', '-q');
    const remote = await branchOf(repository);
    const signing = { ...settings, 'commit.gpgsign': 'true', 'gpg.program': program };
    chmodSync(program, 0o755);
    const commit = await remote.commit(await remote.tip(), write('a.yaml'), 'Signed\n', signing);
    await remote.push(commit);
    expect(git(repository, 'cat-file', '-p', commit)).toContain('gpgsig signature');
  });

  test('is signed with a key of ssh where Git is set up for that', async () => {
    const repository = manifestsRepository();
    const keys = temporaryFolder();
    const key = join(keys, 'key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', key]);
    writeFile(keys, 'allowed', `a@example.org ${readFileSync(`${key}.pub`, 'utf8')}`);
    const program = join(keys, 'program');
    git(keys, 'init', '-q', program);
    for (const [name, value] of Object.entries({
      'commit.gpgsign': 'true',
      'gpg.format': 'ssh',
      'user.signingkey': key,
    })) {
      git(program, 'config', name, value);
    }
    const signing = await new ProgramRepository(program, process.env).commitSettings();
    const remote = await branchOf(repository);
    const commit = await remote.commit(await remote.tip(), write('a.yaml'), 'Signed\n', signing);
    await remote.push(commit);
    const allowed = `gpg.ssh.allowedSignersFile=${join(keys, 'allowed')}`;
    expect(() => git(repository, '-c', allowed, 'verify-commit', commit)).not.toThrow();
  });

  test.for(['yes', '1', 'on'])('is signed where Git is told so by %s', async (word) => {
    const program = temporaryFolder();
    git(program, 'init', '-q');
    git(program, 'config', 'commit.gpgSign', word);
    const signing = await new ProgramRepository(program, process.env).commitSettings();
    expect(signing['commit.gpgsign']).toBe('true');
  });

  test('stays as it is where a commit cannot be signed', async () => {
    const repository = manifestsRepository();
    const remote = await branchOf(repository);
    const signing = { ...settings, 'commit.gpgsign': 'true', 'gpg.program': '/bin/false' };
    const commit = remote.commit(await remote.tip(), write('a.yaml'), 'Signed\n', signing);
    await expect(commit).rejects.toThrow('publish-failed');
    expect(git(repository, 'log', '--format=%s', 'main')).toBe('By hand');
  });

  test('tells the messages of its history, further back than was fetched', async () => {
    const repository = manifestsRepository();
    const remote = await branchOf(repository);
    for (const subject of ['One', 'Two', 'Three']) {
      const tip = await remote.tip();
      await remote.push(
        await remote.commit(tip, write(`${subject}.yaml`), `${subject}\n`, settings),
      );
    }
    const later = await branchOf(repository);
    await later.tip();
    const messages: string[] = [];
    for await (const message of later.messages()) messages.push(message.trim());
    expect(messages).toEqual(['Three', 'Two', 'One', 'By hand']);
  });

  test('is brought up to date where somebody works in it', async () => {
    const bare = manifestsRepository();
    const checkout = join(temporaryFolder(), 'checkout');
    git('/', 'clone', '-q', bare, checkout);
    const remote = await branchOf(checkout);
    await remote.push(await remote.commit(await remote.tip(), write('a.yaml'), 'A\n', settings));
    expect(readFileSync(join(checkout, 'a.yaml'), 'utf8')).toBe('a: 1\n');
  });

  test('is left alone where that would lose what somebody has not committed', async () => {
    const checkout = join(temporaryFolder(), 'checkout');
    git('/', 'clone', '-q', manifestsRepository(), checkout);
    writeFile(checkout, 'a.yaml', 'precious\n');
    const remote = await branchOf(checkout);
    const commit = await remote.commit(await remote.tip(), write('a.yaml'), 'A\n', settings);
    await expect(remote.push(commit)).rejects.toThrow('publish-failed');
    expect(readFileSync(join(checkout, 'a.yaml'), 'utf8')).toBe('precious\n');
    expect(git(checkout, 'log', '--format=%s', 'main')).toBe('By hand');
  });
});
