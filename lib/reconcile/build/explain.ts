import { type Diagnostic, errorAt } from '../../core/index.ts';
import { duplicateKeyIn, readYaml, textAt } from '../../kubernetes/index.ts';
import { maxFileSize } from '../file-size.ts';
import { kindOf, readText, type Tree } from '../tree.ts';
import type { Closure } from './closure.ts';

/**
 * Files that are no YAML are named with the line, all resources among them, since kustomize stops at
 * the first; anything else is in kustomize's own words.
 */
export function explain(
  tree: Tree,
  closure: Closure,
  file: string,
  problem: string,
): readonly Diagnostic[] {
  const isNamed = (each: string): boolean =>
    problem.includes(each.slice(each.lastIndexOf('/') + 1));
  const unreadable = [...closure.files].flatMap((each) => {
    if (!isNamed(each) && !closure.resources.has(each)) return [];
    const diagnostic = unreadableIn(tree, each);
    return diagnostic === undefined ? [] : [{ each, diagnostic }];
  });
  if (unreadable.some(({ each }) => isNamed(each))) {
    return unreadable.map(({ diagnostic }) => diagnostic);
  }
  const refused = [...closure.resources].flatMap((each) => refusedIn(tree, each) ?? []);
  if (refused.length > 0) return refused;
  // The one that the controller makes is in no tree.
  return [errorAt('build-failed', kindOf(tree, file) === 'file' ? { file } : {}, problem)];
}

/** What can be read, but not by kustomize. */
function refusedIn(tree: Tree, file: string): Diagnostic | undefined {
  if (!/\.ya?ml$/.test(file) || tree.size(file) > maxFileSize) return undefined;
  const text = readText(tree, file);
  const duplicate = duplicateKeyIn(text);
  if (duplicate !== undefined) {
    const { problem, line } = duplicate;
    return errorAt('unreadable-manifest', { file, ...(line !== undefined && { line }) }, problem);
  }
  const read = readYaml(text);
  for (const document of 'documents' in read ? read.documents : []) {
    const name = textAt(document, 'metadata', 'name') ?? '';
    const isList = textAt(document, 'kind')?.endsWith('List') === true;
    const lacking = textAt(document, 'kind') === undefined ? 'kind' : 'metadata.name';
    if (lacking === 'metadata.name' && (name !== '' || isList)) continue;
    return errorAt('unreadable-manifest', { file }, `an object of it has no ${lacking}`);
  }
  return undefined;
}

function unreadableIn(tree: Tree, file: string): Diagnostic | undefined {
  if (!/\.ya?ml$/.test(file) || tree.size(file) > maxFileSize) return undefined;
  const read = readYaml(readText(tree, file));
  if (!('problem' in read)) return undefined;
  const place = { file, ...(read.line !== undefined && { line: read.line }) };
  return errorAt('unreadable-manifest', place, read.problem);
}
