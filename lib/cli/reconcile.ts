import { Command } from 'commander';
import { addFluxOptions } from './flux-options.ts';
import type { ReconcileFlags } from './run-reconcile.ts';

const examples = `
Examples:
  sluice reconcile --path dist/manifests --entry clusters/home/flux-system
  sluice reconcile --path ../fleet --json | jq .kustomizations
  sluice reconcile --path . --source podinfo=../podinfo      content of another repository`;

/** `sluice reconcile`: says what Flux would make of a tree, without a cluster. */
export function reconcileCommand(): Command {
  const command = new Command('reconcile')
    .description('Say what Flux would apply from a tree, without a cluster.')
    .requiredOption('-p, --path <dir>', 'the tree: what the repository holds')
    .option('-e, --entry <dir>', 'the folder in it where Flux begins (default: the only one)')
    .option('--json', 'print it as JSON');
  return addFluxOptions(command)
    .addHelpText('after', examples)
    .action(async (flags: ReconcileFlags) => {
      // Help and mistakes should not wait for a YAML parser to load.
      const { runReconcile } = await import('./run-reconcile.ts');
      await runReconcile(flags);
    });
}
