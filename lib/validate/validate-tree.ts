import {
  clusterEntries,
  filesRead,
  kindOf,
  readText,
  type Reconcile,
  type Tree,
} from '../reconcile/index.ts';
import { validate, type ValidateOptions, type Validation } from './validate.ts';

type FilesOfTree = 'textOf' | 'filesIn' | 'filesRead';

/** A tree, and what is known of it beside its files. */
export interface TreeToValidate {
  readonly tree: Tree;
  /** What the program says, by the name of the cluster. */
  readonly optionsOf: (cluster: string) => Omit<ValidateOptions, FilesOfTree>;
}

/**
 * Validates every cluster of a tree.
 *
 * @param wanted the only cluster, by its name or the folder in which its Flux begins
 * @throws DiagnosticError where there is none
 */
export async function validateTree(
  { tree, optionsOf }: TreeToValidate,
  wanted: string | undefined,
  reconcile: Reconcile,
): Promise<readonly Validation[]> {
  const files = filesOf(tree);
  return Promise.all(
    clusterEntries([tree], wanted).map(async ({ name, entry }) => {
      const state = await reconcile({ tree, entry });
      return validate({ ...state, name }, { ...optionsOf(name), ...files });
    }),
  );
}

/** The files of a tree as validation asks for them. */
export function filesOf(tree: Tree): Pick<ValidateOptions, FilesOfTree> {
  return {
    textOf: once((file) => (kindOf(tree, file) === 'file' ? readText(tree, file) : undefined)),
    filesIn: once((folder) => [...yamlFiles(tree, folder)]),
    filesRead: (spec) => filesRead(tree, spec),
  };
}

/** The same answers, each found once: a file is looked into for many objects. */
function once<Answer>(ask: (path: string) => Answer): (path: string) => Answer {
  const known = new Map<string, Answer>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const answer = ask(path);
    known.set(path, answer);
    return answer;
  };
}

/** Bytes of the largest file that is looked into for an object. */
const maxSize = 1024 * 1024;

function* yamlFiles(tree: Tree, folder: string): Generator<string> {
  for (const [name, kind] of tree.list(folder) ?? []) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (kind === 'folder' && name !== '.git' && name !== 'node_modules')
      yield* yamlFiles(tree, path);
    else if (kind === 'file' && /\.ya?ml$/.test(name) && tree.size(path) <= maxSize) yield path;
  }
}
