import { Command } from 'commander';
import { addFluxOptions } from './flux-options.ts';
import type { TreeCommandFlags } from './run-tree.ts';

const examples = `
Examples:
  sluice tree                       every cluster of the program as its apps
  sluice tree -c home podinfo       the same of one cluster, with the objects of an app
  sluice tree -p ../fleet --json    any repository that Flux applies, for programs`;

/** `sluice tree`: shows a cluster as its apps. */
export function treeCommand(): Command {
  const command = new Command('tree')
    .description('Show a cluster as its apps: what applies what, and in which order.')
    .argument('[app...]', 'apps whose objects are to be shown as well')
    .option('-p, --path <dir>', 'a tree (default: what the program of cdk8s.yaml makes)')
    .option('-c, --cluster <name>', 'only this cluster, or the folder in which its Flux begins')
    .option('--json', 'print it for programs');
  return addFluxOptions(command)
    .addHelpText('after', examples)
    .action(async (apps: readonly string[], flags: TreeCommandFlags) => {
      // Help and mistakes should not wait for a YAML parser to load.
      const { runTree } = await import('./run-tree.ts');
      await runTree(apps, flags);
    });
}
