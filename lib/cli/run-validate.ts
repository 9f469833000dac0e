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
import { type TreeFlags, treeOf } from './tree-of.ts';

/** The options of `sluice validate`. */
export interface ValidateFlags extends FluxFlags, TreeFlags {
  readonly cluster?: string;
  readonly format: ValidationFormat;
  readonly practice?: boolean;
  readonly crds: readonly string[];
  readonly kubernetes?: string;
}

/** Validates a tree, prints what is wrong with it, and says by the exit code whether that is grave. */
export async function runValidate(flags: ValidateFlags): Promise<void> {
  const [{ tree, optionsOf }, { reconcile }] = await Promise.all([
    treeOf(flags, process.cwd()),
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

function practiceOf({ practice }: ValidateFlags): Pick<ValidateOptions, 'practice'> {
  if (practice === undefined) return {};
  return { practice: practice ? 'all' : 'none' };
}
