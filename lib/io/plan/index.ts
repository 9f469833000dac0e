/** Files around a plan: the report, a cluster's dump, the files of an intermediate tree. */
import { lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorAt, type FileTree } from '../../core/index.ts';
import { type JsonObject, readYaml } from '../../kubernetes/index.ts';
import { replaceFile } from '../replace-file.ts';

export { askCluster } from './kubectl.ts';
export { readEntries, readProvenance } from './provenance.ts';

/**
 * The documents of a dump of Kustomizations.
 *
 * @throws DiagnosticError where it cannot be read
 */
export function readDump(file: string): readonly JsonObject[] {
  const unreadable = (message: string): DiagnosticError => {
    const hint = 'Make it with: kubectl get kustomizations -A -o yaml';
    return new DiagnosticError([errorAt('unreadable-inventory', { file }, message, { hint })]);
  };
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw unreadable(isMissing ? 'there is no such file' : (error as Error).message);
  }
  const read = readYaml(text);
  if ('problem' in read) throw unreadable(`it is no YAML: ${read.problem}`);
  return read.documents;
}

/** Writes a report. */
export function writeReport(file: string, text: string): void {
  writeFile(file, `${text}\n`);
}

/**
 * Writes files over a folder that holds the tree which they change, or over an empty one.
 *
 * @param original the text of a file in that tree
 * @throws DiagnosticError where a file is in the way, before anything is written
 */
export function writeEdits(
  directory: string,
  edits: FileTree,
  original: (file: string) => string,
): void {
  const foreign = [...edits].filter(([file, text]) => {
    const known = readIfThere(path.join(directory, file));
    return known !== undefined && known !== text && known !== original(file);
  });
  if (foreign.length > 0) {
    const hint = 'Check out the tree that the stage begins with, or name an empty folder.';
    throw new DiagnosticError(
      foreign.map(([file]) =>
        errorAt('output-failed', { file: path.join(directory, file) }, 'the file is another', {
          hint,
        }),
      ),
    );
  }
  for (const [file, text] of edits) writeFile(path.join(directory, file), text);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Writes all of a file or nothing; a pipe or a device gets it as it comes. */
function writeFile(file: string, text: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const isFile = lstatSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
    if (isFile) replaceFile(file, text);
    else writeFileSync(file, text);
  } catch (error) {
    throw new DiagnosticError([errorAt('output-failed', { file }, (error as Error).message)]);
  }
}
