import { clusterEntries, kindOf, readText, type Reconcile, type Tree } from '../reconcile/index.ts';
import { validate, type ValidateOptions, type Validation } from './validate.ts';

/** A tree, and what is known of it beside its files. */
export interface TreeToValidate {
  readonly tree: Tree;
  /** What the program says, by the name of the cluster. */
  readonly optionsOf: (cluster: string) => Omit<ValidateOptions, 'textOf'>;
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
  const textOf = (file: string): string | undefined =>
    kindOf(tree, file) === 'file' ? readText(tree, file) : undefined;
  return Promise.all(
    clusterEntries([tree], wanted).map(async ({ name, entry }) => {
      const state = await reconcile({ tree, entry });
      return validate({ ...state, name }, { ...optionsOf(name), textOf });
    }),
  );
}
