import { Command, Option } from 'commander';
import { addFluxOptions } from './flux-options.ts';
import type { ValidateFlags } from './run-validate.ts';

const formats: readonly ValidateFlags['format'][] = [
  'text',
  'json',
  'sarif',
  'github',
  'gitlab',
  'junit',
];

const examples = `
Examples:
  sluice validate                                   what the program of this folder makes
  sluice validate --cluster home --format json      one cluster, for programs
  sluice validate --path ../fleet                   any repository that Flux applies
  sluice validate --practice                        judge what charts install as well`;

/** `sluice validate`: finds what the cluster would refuse, or accept and then break on. */
export function validateCommand(): Command {
  const command = new Command('validate')
    .description('Find what the cluster or Flux would refuse, or break on.')
    .option('-p, --path <dir>', 'a tree (default: what the program of cdk8s.yaml makes)')
    .option('-c, --cluster <name>', 'only this cluster, or the folder in which its Flux begins')
    .addOption(
      new Option('-f, --format <format>', 'how to print it').choices(formats).default('text'),
    )
    .option('--crds <dir>', 'a folder with CustomResourceDefinitions; again for more', collect, [])
    .option('--kubernetes <version>', 'such as 1.34 (default: what the program says)')
    .option('--practice', 'judge how all workloads are run, and not only those of the program')
    .option('--no-practice', 'judge only what would be refused or break');
  return addFluxOptions(command)
    .addHelpText('after', examples)
    .action(async (flags: ValidateFlags) => {
      // Help and mistakes should not wait for a YAML parser to load.
      const { runValidate } = await import('./run-validate.ts');
      await runValidate(flags);
    });
}

function collect(folder: string, others: readonly string[]): readonly string[] {
  return [...others, folder];
}
