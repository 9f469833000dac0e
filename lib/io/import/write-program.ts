import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorAt, type FileTree } from '../../core/index.ts';

/** Whether a folder has a file. */
export function hasFile(folder: string, file: string): boolean {
  return existsSync(path.join(folder, file));
}

/**
 * Writes new files below a folder. One that is there with the same text stays.
 *
 * @param mark how files begin that may be written over. Default: none may
 * @throws DiagnosticError where another file is in the way; nothing is written then
 */
export function writeNewFiles(folder: string, files: FileTree, mark?: string): void {
  const isThere = (file: string): boolean => existsSync(path.join(folder, file));
  const isSame = (file: string, text: string): boolean => {
    const before = readFileSync(path.join(folder, file), 'utf8');
    return before === text || (mark !== undefined && before.startsWith(mark));
  };
  const inTheWay = [...files].filter(([file, text]) => isThere(file) && !isSame(file, text));
  if (inTheWay.length > 0) {
    throw new DiagnosticError(
      inTheWay.map(([file]) =>
        errorAt('foreign-file', { file: path.join(folder, file) }, `${file} is there already`, {
          hint: 'Nothing was written. Give another folder: --out DIR.',
        }),
      ),
    );
  }
  for (const [file, text] of files) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

/** Removes files below a folder. */
export function removeFiles(folder: string, files: readonly string[]): void {
  for (const file of files) rmSync(path.join(folder, file), { force: true });
}
