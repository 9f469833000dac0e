import { readProvenance } from '../io/plan/index.ts';
import { painterFor } from '../io/terminal.ts';
import {
  renderValidation,
  type ValidateOptions,
  type ValidationFormat,
} from '../validate/index.ts';
import { type FluxFlags, fluxOfThisMachine, openFolder } from './offline-flux.ts';
import { hasFile } from './plan-trees.ts';
import { type TreeToValidate, validateTree } from './validate-tree.ts';

/** The options of `sluice validate`. */
export interface ValidateFlags extends FluxFlags {
  readonly path?: string;
  readonly cluster?: string;
  readonly format: ValidationFormat;
  readonly practice?: boolean;
}

/** Validates a tree, prints what is wrong with it, and says by the exit code whether that is grave. */
export async function runValidate(flags: ValidateFlags): Promise<void> {
  const { path, cluster, format } = flags;
  const [subject, { reconcile }] = await Promise.all([
    path === undefined ? programTree(flags) : folderTree(path, flags),
    fluxOfThisMachine(flags, process.env),
  ]);
  const validations = await validateTree(subject, cluster, reconcile);
  console.log(renderValidation(validations, format, painterFor(process.stdout, process.env)));
  const findings = validations.flatMap((each) => each.findings);
  if (findings.some(({ severity }) => severity === 'error')) process.exitCode = 1;
}

function folderTree(path: string, flags: ValidateFlags): TreeToValidate {
  const tree = openFolder(path, '--path');
  const find = readProvenance(path);
  const originOf: ValidateOptions['originOf'] = (file) =>
    hasFile(tree, file) ? find(file, tree.hash(file)) : undefined;
  return { tree, optionsOf: () => ({ originOf, ...practiceOf(flags) }) };
}

async function programTree(flags: ValidateFlags): Promise<TreeToValidate> {
  // A repository without a program waits for none.
  const { synthesizedTree } = await import('./synthesized-tree.ts');
  const { tree, optionsOf } = await synthesizedTree(process.cwd());
  return { tree, optionsOf: (name) => ({ ...optionsOf(name), ...practiceOf(flags) }) };
}

function practiceOf({ practice }: ValidateFlags): Pick<ValidateOptions, 'practice'> {
  if (practice === undefined) return {};
  return { practice: practice ? 'all' : 'none' };
}
