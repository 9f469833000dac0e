import { mkdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DiagnosticError, errorAt, type FileTree } from '../../core/index.ts';
import { inTemporaryFolder, writeFiles } from '../process/index.ts';

const require = createRequire(import.meta.url);

/** Packages that an imported program loads, as this Sluice has them. */
const packages = ['cdk8s', 'constructs', 'tsx'];

/**
 * Gives an action a folder with a program, and with the packages that it imports. The folder is gone
 * afterwards.
 *
 * @throws DiagnosticError where a package is missing
 */
export function inProgramFolder<T>(
  files: FileTree,
  action: (folder: string) => Promise<T>,
): Promise<T> {
  return inTemporaryFolder(tmpdir(), 'sluice-import-', async (folder) => {
    writeFiles(folder, new Map([['package.json', '{ "type": "module" }\n'], ...files]));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(ownRoot(), join(folder, 'node_modules/sluice'), 'dir');
    for (const name of packages) {
      symlinkSync(rootOf(name), join(folder, 'node_modules', name), 'dir');
    }
    return action(folder);
  });
}

function ownRoot(): string {
  return dirname(require.resolve('sluice/package.json'));
}

function rootOf(name: string): string {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    const message = `the program cannot be tried: ${name} is missing`;
    const hint = `Install it: npm install --save-dev ${name}`;
    throw new DiagnosticError([errorAt('program-not-found', {}, message, { hint })]);
  }
}
