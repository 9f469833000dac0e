import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorAt, type FileTree } from '../../core/index.ts';
import { withoutRepository } from '../git/index.ts';
import { runProgram } from '../process/index.ts';

/** @throws DiagnosticError where the folder has anything but a repository without files */
export function checkEmpty(folder: string, shown: string): void {
  let names: readonly string[] = [];
  try {
    names = readdirSync(folder).filter((name) => name !== '.git');
  } catch (error) {
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw refused(shown, `it is no folder to write to: ${code}`);
  }
  const [first] = names;
  if (first === undefined) return;
  throw refused(shown, `the folder is not empty: it has ${first}`);
}

/**
 * Writes the files, and begins a repository of Git where the folder is in none.
 *
 * @returns whether the folder is in a repository now
 */
export async function writeRepository(folder: string, files: FileTree): Promise<boolean> {
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
  }
  if (await git(folder, 'rev-parse', '--git-dir')) return true;
  return git(folder, 'init', '--quiet', '--initial-branch=main');
}

async function git(folder: string, ...args: readonly string[]): Promise<boolean> {
  const env = withoutRepository(process.env);
  return 'output' in (await runProgram('git', args, { cwd: folder, env, output: 1 << 16 }));
}

function refused(file: string, message: string): DiagnosticError {
  const hint = 'Name a folder that is not there yet: sluice init fleet.';
  return new DiagnosticError([errorAt('foreign-file', { file }, message, { hint })]);
}
