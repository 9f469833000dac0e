import { Command } from 'commander';
import { addFluxOptions } from './flux-options.ts';
import type { ExplainFlags } from './run-explain.ts';

const examples = `
Examples:
  sluice explain podinfo                       the Kustomization of that name, else every object
  sluice explain Deployment demo/podinfo       one object, as plans print it
  sluice explain secret/demo/db --json         for programs
  sluice explain -p ../fleet -c home podinfo   in any repository that Flux applies`;

/** `sluice explain`: says where an object comes from, what it belongs to, and what goes with it. */
export function explainCommand(): Command {
  const command = new Command('explain')
    .description('Say of an object where it comes from, what needs it, and what goes with it.')
    .argument('<id...>', '[KIND] [NAMESPACE/]NAME, or KIND/NAMESPACE/NAME')
    .option('-p, --path <dir>', 'a tree (default: what the program of cdk8s.yaml makes)')
    .option('-c, --cluster <name>', 'only this cluster, or the folder in which its Flux begins')
    .option('--json', 'print it for programs');
  return addFluxOptions(command)
    .addHelpText('after', examples)
    .action(async (words: readonly string[], flags: ExplainFlags) => {
      // Help and mistakes should not wait for a YAML parser to load.
      const { runExplain } = await import('./run-explain.ts');
      await runExplain(words, flags);
    });
}
