import { Command } from 'commander';
import type { SynthFlags } from './run-synth.ts';

const examples = `
Examples:
  sluice synth                                  every cluster, to the output of cdk8s.yaml
  sluice synth --cluster home                   one cluster
  sluice synth --output ../manifests            into a tree that is kept
  sluice synth --output manifests --check       in CI: is what is committed what synth gives?
  sluice synth --json | jq .clusters            what was written, for machines

Exit codes: 0 clean, 1 errors; with --check, 2 where the tree is not current.`;

/** `sluice synth`: renders the fleet's manifests and says what it wrote. */
export function synthCommand(): Command {
  return new Command('synth')
    .alias('generate-manifests')
    .description('Render the manifests of the fleet.')
    .option('-c, --cluster <name...>', 'only these clusters')
    .option('-o, --output <dir>', "where to write (default: the output of cdk8s.yaml, or 'dist')")
    .option('--check', 'write nothing; say whether the tree is as synth would write it')
    .option('--json', 'say what was written as JSON')
    .option('--no-validate', 'do not look for what the cluster would refuse')
    .addHelpText('after', examples)
    .action(async (flags: SynthFlags) => {
      // Help and mistakes should not wait for cdk8s to load.
      const { runSynth } = await import('./run-synth.ts');
      await runSynth(flags);
    });
}
