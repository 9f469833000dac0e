import { readFileSync, statSync } from 'node:fs';
import { DiagnosticError, errorAt } from '../../core/index.ts';
import { type Manifest, readYaml, textAt } from '../../kubernetes/index.ts';

/** Bytes of the largest file that anybody gives: Flux's components have some 400 KB. */
const largest = 16 * 1024 * 1024;

/** @throws DiagnosticError that names the option where its file cannot be read */
export function readGivenFile(option: string, file: string): string {
  try {
    if (statSync(file).size > largest) throw unusable(option, file, 'it is too large');
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw unusable(option, file, code === 'ENOENT' ? 'there is no such file' : String(code));
  }
}

/** The objects of a file of manifests. */
export function readManifests(option: string, file: string): readonly Manifest[] {
  const read = readYaml(readGivenFile(option, file));
  if ('problem' in read) throw unusable(option, file, `it is no YAML: ${read.problem}`, read.line);
  const manifests = read.documents as unknown as readonly Manifest[];
  const isObject = (each: Manifest): boolean =>
    [textAt(each, 'apiVersion'), textAt(each, 'kind'), textAt(each, 'metadata', 'name')].every(
      (text) => text !== undefined,
    );
  if (manifests.length > 0 && manifests.every(isObject)) return manifests;
  throw unusable(option, file, 'it holds something else than objects of Kubernetes');
}

function unusable(option: string, file: string, message: string, line?: number): DiagnosticError {
  const place = { file, ...(line !== undefined && { line }) };
  return new DiagnosticError([errorAt('usage', place, `${option}: ${message}`)]);
}
