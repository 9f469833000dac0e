import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DiagnosticError, errorAt } from '../core/index.ts';
import { filesOf } from '../import/index.ts';
import { git, openRepository, type Repository } from '../io/git/index.ts';
import type { ProjectSettings } from '../io/index.ts';
import { inTemporaryFolder, runProgram, writeFiles } from '../io/process/index.ts';
import { diskTree, memoryTree } from '../io/reconcile/index.ts';
import { clusterEntries, type Tree } from '../reconcile/index.ts';

/** A repository with the program in one of its folders. */
export interface DevRepository extends Repository {
  /** The folder of the program, relative to the root; empty for the root. */
  readonly folder: string;
}

/**
 * The repository around a program.
 *
 * @throws DiagnosticError where there is none
 */
export async function repositoryOf(cwd: string): Promise<DevRepository> {
  const repository = await openRepository(cwd);
  if (repository !== undefined) {
    return { ...repository, folder: path.relative(repository.root, cwd) };
  }
  const hint = 'Keep the program in Git: git init && git add . && git commit';
  throw new DiagnosticError([
    errorAt('usage', {}, 'there is no Git repository here whose last commit could be the base', {
      hint,
    }),
  ]);
}

/** The commit of a revision; undefined where there is none yet. */
export async function commitOf(
  { root }: DevRepository,
  revision: string,
): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const found = await git(root, args);
  return 'problem' in found ? undefined : found.output.toString('utf8').trim();
}

/** The files by which Git says that another commit is the last one. */
export async function headFiles({ root }: DevRepository): Promise<readonly string[]> {
  const files = ['HEAD', 'logs/HEAD'].map((name) => ['--git-path', name]);
  const found = await git(root, ['rev-parse', ...files.flat()]);
  if ('problem' in found) return [];
  const names = found.output.toString('utf8').trimEnd().split('\n');
  return names.map((name) => path.resolve(root, name));
}

/**
 * What a commit renders to: the committed manifests where there are any, else what its program makes.
 *
 * @throws DiagnosticError where that program fails
 */
export async function baseAt(
  repository: DevRepository,
  commit: string,
  { output }: ProjectSettings,
): Promise<Tree> {
  const committed = await repository.tree(commit, path.join(repository.folder, output));
  return hasClusters(committed) ? committed : synthesizeAt(repository, commit);
}

function hasClusters(tree: Tree): boolean {
  try {
    return clusterEntries([tree], undefined).length > 0;
  } catch (error) {
    if (error instanceof DiagnosticError) return false;
    throw error;
  }
}

/** Runs the program of a commit in a folder of its own, with what is beside it and not in Git as it is now. */
function synthesizeAt(repository: DevRepository, commit: string): Promise<Tree> {
  const { root, folder } = repository;
  return inTemporaryFolder(tmpdir(), 'sluice-dev-', async (temporary) => {
    writeFiles(temporary, filesOf(await repository.tree(commit, '')));
    const ignored = [
      'ls-files',
      '--others',
      '--ignored',
      '--exclude-standard',
      '--directory',
      '-z',
    ];
    const listed = await git(root, ignored);
    const names = 'problem' in listed ? [] : listed.output.toString('utf8').split('\0');
    for (const name of names) link(path.join(root, name), path.join(temporary, name));
    // Where Git is not told to ignore them.
    for (const place of ['', folder]) {
      const modules = path.join(place, 'node_modules');
      link(path.join(root, modules), path.join(temporary, modules));
    }
    const output = path.join(temporary, '.sluice-base');
    const [, command = ''] = process.argv;
    const args = [...process.execArgv, command, 'synth', '--no-validate', '--output', output];
    const options = { env: process.env, cwd: path.join(temporary, folder), output: largestReport };
    const ended = await runProgram(process.execPath, args, options);
    if ('problem' in ended) {
      const why = ended.errors.trim() === '' ? ended.problem : ended.errors.trim();
      const message = `the program of ${commit.slice(0, 8)} cannot be synthesized: ${why}`;
      const hint = 'Name a base whose program works: sluice dev --base REV';
      throw new DiagnosticError([errorAt('program-failed', {}, message, { hint })]);
    }
    // The folder goes, and the tree stays.
    return memoryTree(filesOf(diskTree(output)));
  });
}

/** The most bytes that a synthesis may say. */
const largestReport = 16 * 1024 * 1024;

/** Links what the commit does not have itself. */
function link(place: string, wanted: string): void {
  if (!existsSync(place) || existsSync(wanted)) return;
  mkdirSync(path.dirname(wanted), { recursive: true });
  symlinkSync(place, wanted.replace(/\/$/, ''));
}
