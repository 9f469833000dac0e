import { type Manifest, readYaml } from '../kubernetes/index.ts';
import { DiagnosticError, errorAt } from '../core/index.ts';
import { readText, type Tree } from '../reconcile/index.ts';

/**
 * The CustomResourceDefinitions in a tree, in any of its files.
 *
 * @throws DiagnosticError where a file is no YAML
 */
export function definitionsIn(tree: Tree, folder = ''): readonly Manifest[] {
  return [...(tree.list(folder) ?? [])].flatMap(([name, kind]): readonly Manifest[] => {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (kind === 'folder') return name === '.git' ? [] : definitionsIn(tree, path);
    if (kind !== 'file' || !/\.(?:ya?ml|json)$/.test(name)) return [];
    const read = readYaml(readText(tree, path));
    if ('problem' in read) {
      const place = { file: path, ...(read.line !== undefined && { line: read.line }) };
      throw new DiagnosticError([errorAt('unreadable-manifest', place, read.problem)]);
    }
    const documents: readonly unknown[] = read.documents;
    return documents.filter(isDefinition);
  });
}

function isDefinition(value: unknown): value is Manifest {
  return (value as Partial<Manifest>).kind === 'CustomResourceDefinition';
}
