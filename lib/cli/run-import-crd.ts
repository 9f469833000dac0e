import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorAt, plural } from '../core/index.ts';
import { writeNewFiles } from '../io/import/index.ts';
import { diskTree, memoryTree } from '../io/reconcile/index.ts';
import { type Crd, crdConstructs, filesOf, generatedMark } from '../import/index.ts';
import { isList, isMap, listAt, readYaml, textAt } from '../kubernetes/index.ts';
import { readText, type Tree } from '../reconcile/index.ts';

/** Writes constructs for the CRDs of a file or a folder. */
export function runImportCrd(name: string, out: string): void {
  const tree = openFiles(name);
  const crds = [...filesOf(tree).keys()].filter(isManifest).flatMap((file) => crdsIn(tree, file));
  if (crds.length === 0) throw failed({ file: name }, 'there is no CustomResourceDefinition in it');
  const files = crdConstructs(crds);
  writeNewFiles(out, files, generatedMark);
  for (const [file, text] of files) {
    const count = crds.filter(({ spec }) => `${spec.group}.ts` === file).length;
    console.log(
      `${path.join(out, file)}  ${plural(count, 'kind')}, ${plural(text.split('\n').length - 1, 'line')}`,
    );
  }
}

function openFiles(name: string): Tree {
  if (!existsSync(name)) throw failed({ file: name }, `there is no ${name}`);
  if (!statSync(name).isFile()) return diskTree(name);
  const file = path.basename(name);
  return memoryTree(new Map([[file, diskTree(path.dirname(path.resolve(name))).read(file)]]));
}

function isManifest(file: string): boolean {
  return /\.(?:ya?ml|json)$/.test(file);
}

function crdsIn(tree: Tree, file: string): Crd[] {
  const text = readText(tree, file);
  if (!text.includes('CustomResourceDefinition')) return [];
  const read = readYaml(text);
  if ('problem' in read) {
    const at = { file, ...(read.line !== undefined && { line: read.line }) };
    throw failed(at, read.problem);
  }
  const documents = read.documents.flatMap((each) =>
    isList(each['items']) ? each['items'] : [each],
  );
  return documents
    .filter((each) => textAt(each, 'kind') === 'CustomResourceDefinition')
    .map((each) => {
      const isServed = listAt(each, 'spec', 'versions').some(
        (version) =>
          isMap(version) && version['served'] === true && textAt(version, 'name') !== undefined,
      );
      const isWhole =
        isServed && textAt(each, 'spec', 'group') && textAt(each, 'spec', 'names', 'kind');
      if (!isWhole)
        throw failed({ file }, 'a CustomResourceDefinition has no group, kind or served version');
      return each as unknown as Crd;
    });
}

function failed(location: { file: string; line?: number }, message: string): DiagnosticError {
  return new DiagnosticError([errorAt('unreadable-file', location, message)]);
}
