import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitRepositorySpec } from '../../flux/index.ts';
import { newestIn, type Unavailable } from '../../reconcile/helm/index.ts';
import { reasonOf } from '../git/index.ts';
import { runProgram } from '../process/index.ts';
import type { Blobs } from './blobs.ts';
import { withoutCredentials } from '../registry/index.ts';
import type { FetchedArchive } from './fetch-archive.ts';

type GitReference = NonNullable<GitRepositorySpec['ref']>;

/** The longest that Git may take, in milliseconds, and the most that it may print, in bytes. */
const limits = { time: 120_000, output: 512 << 20 };
const isCommit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Attributes that a commit's own do not override (gitattributes). source-controller packs files as
 * they are committed; `git archive` would leave some out, and change others.
 */
const asCommitted =
  '* -export-ignore -export-subst -text -eol -ident -filter -working-tree-encoding\n';

/** Whether a reference always is the same commit. */
export function isPinned({ commit }: GitReference): boolean {
  return commit !== undefined && isCommit.test(commit);
}

/**
 * Fetches one commit with the person's Git, and so with their keys, and packs its files. Which
 * reference counts is said in source-controller v1.9.5, docs/spec/v1/gitrepositories.md.
 *
 * @param directory where repositories are kept between runs
 */
export async function fetchCommit(
  url: string,
  reference: GitReference,
  directory: string,
  blobs: Blobs,
  env: NodeJS.ProcessEnv,
): Promise<FetchedArchive | Unavailable> {
  const shown = withoutCredentials(url);
  if (!/^(?:https?|ssh):\/\//.test(url))
    return { unavailable: `${shown} is no address that Flux takes` };
  const repository = join(directory, createHash('sha256').update(url).digest('hex'));
  mkdirSync(repository, { recursive: true, mode: 0o700 });
  const git = (...args: string[]): Promise<Buffer | string> =>
    run(['-C', repository, ...args], env);
  const failed = (said: string): Unavailable => ({
    unavailable: `${shown} cannot be fetched: ${said}`,
  });

  const created = await git('init', '--bare', '--quiet');
  if (typeof created === 'string') return failed(created);
  const wanted = await refOf(url, reference, git);
  if (wanted === undefined) return failed(`it has no tag in ${reference.semver ?? ''}`);
  // FETCH_HEAD would keep the address, which can hold a secret.
  const quietly = ['--quiet', '--depth=1', '--no-tags', '--no-write-fetch-head'];
  const fetched = await git('fetch', ...quietly, '--', url, `+${wanted}:refs/wanted`);
  if (typeof fetched === 'string') return failed(fetched.replaceAll(url, shown));
  const head = await git('rev-parse', 'refs/wanted^{commit}');
  if (typeof head === 'string') return failed(head);
  const commit = head.toString().trim();
  try {
    mkdirSync(join(repository, 'info'), { recursive: true });
    writeFileSync(join(repository, 'info', 'attributes'), asCommitted);
  } catch (cause) {
    return failed(cause instanceof Error ? cause.message : String(cause));
  }
  const archive = await git('archive', '--format=tar', commit);
  if (typeof archive === 'string') return failed(archive);
  return { blob: blobs.set(archive), commit };
}

async function refOf(
  url: string,
  { commit, name, semver, tag, branch }: GitReference,
  git: (...args: string[]) => Promise<Buffer | string>,
): Promise<string | undefined> {
  if (commit !== undefined && isCommit.test(commit)) return commit;
  if (name !== undefined) return name;
  if (semver !== undefined) {
    const listed = await git('ls-remote', '--tags', '--refs', '--', url);
    const tags = [...listed.toString().matchAll(/\trefs\/tags\/(.+)$/gm)].map(
      ([, each = '']) => each,
    );
    const newest = newestIn(semver, tags);
    return newest === undefined ? undefined : `refs/tags/${newest}`;
  }
  return tag === undefined ? `refs/heads/${branch ?? 'master'}` : `refs/tags/${tag}`;
}

/** @returns what Git printed, or as text why it failed */
async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Buffer | string> {
  const ended = await runProgram('git', args, {
    // Nobody is there to be asked for a password.
    env: {
      ...env,
      GIT_TERMINAL_PROMPT: '0',
      GIT_SSH_COMMAND: 'ssh -o BatchMode=yes',
      LC_ALL: 'C',
    },
    ...limits,
  });
  if ('output' in ended) return ended.output;
  return reasonOf(ended);
}
