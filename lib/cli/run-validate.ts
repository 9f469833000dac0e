import { notedTree } from '../io/noted-tree.ts';
import { painterFor } from '../io/terminal.ts';
import {
  definitionsIn,
  renderValidation,
  type TreeToValidate,
  type ValidateOptions,
  validateTree,
  type ValidationFormat,
} from '../validate/index.ts';
import { readSchemas } from '../io/schema-data.ts';
import { type FluxFlags, fluxOfThisMachine, openFolder } from './offline-flux.ts';

/** The options of `sluice validate`. */
export interface ValidateFlags extends FluxFlags {
  readonly path?: string;
  readonly cluster?: string;
  readonly format: ValidationFormat;
  readonly practice?: boolean;
  readonly crds: readonly string[];
  readonly kubernetes?: string;
}

/** Validates a tree, prints what is wrong with it, and says by the exit code whether that is grave. */
export async function runValidate(flags: ValidateFlags): Promise<void> {
  const [{ tree, optionsOf }, { reconcile }] = await Promise.all([
    treeOf(flags),
    fluxOfThisMachine(flags, process.env),
  ]);
  const definitions = flags.crds.flatMap((folder) => definitionsIn(openFolder(folder, '--crds')));
  const wanted: TreeToValidate = {
    tree,
    optionsOf: (name) => ({
      ...optionsOf(name),
      ...practiceOf(flags),
      schemas: { load: readSchemas, definitions },
      ...(flags.kubernetes !== undefined && { kubernetes: flags.kubernetes }),
    }),
  };
  const validations = await validateTree(wanted, flags.cluster, reconcile);
  const paint = painterFor(process.stdout, process.env);
  console.log(renderValidation(validations, flags.format, paint));
  const findings = validations.flatMap((each) => each.findings);
  if (findings.some(({ severity }) => severity === 'error')) process.exitCode = 1;
}

async function treeOf({ path }: ValidateFlags): Promise<TreeToValidate> {
  if (path === undefined) {
    // A repository without a program waits for none.
    const { synthesizedTree } = await import('./synthesized-tree.ts');
    return synthesizedTree(process.cwd());
  }
  openFolder(path, '--path');
  const { withOwnRules } = await import('../own-rules.ts');
  return withOwnRules(notedTree(path), path, process.cwd());
}

function practiceOf({ practice }: ValidateFlags): Pick<ValidateOptions, 'practice'> {
  if (practice === undefined) return {};
  return { practice: practice ? 'all' : 'none' };
}
