import { Command, Option } from 'commander';
import type { GraphFlags } from './run-graph.ts';
import { addSourceOption } from './flux-options.ts';

const examples = `
Examples:
  sluice graph -o fleet.svg                       what the program of this folder makes
  sluice graph --path ../fleet -o fleet.svg       any repository that Flux applies
  sluice graph --cluster home --format mermaid    for Markdown, as forges draw it
  sluice graph --format json | jq .clusters       for programs

Apps that wait for the same ones stand in one box. What follows from other lines is left out:
--format json has every dependency. Charts are not rendered, and nothing is fetched.
Exit codes: 0 clean, 1 errors; an app that fails is drawn as such.`;

/** `sluice graph`: draws clusters, apps and what they wait for. */
export function graphCommand(): Command {
  const command = new Command('graph')
    .description('Draw what Flux applies in each cluster, and what waits for what.')
    .option('-p, --path <dir>', 'a tree (default: what the program of cdk8s.yaml makes)')
    .option('-c, --cluster <name>', 'only this cluster, or the folder in which its Flux begins')
    .addOption(
      new Option('-f, --format <format>', 'how to draw it')
        .choices(['svg', 'mermaid', 'json'])
        .default('svg'),
    )
    .option('-o, --output <file>', 'write it to a file');
  return addSourceOption(command)
    .addHelpText('after', examples)
    .action(async (flags: GraphFlags) => {
      // Help and mistakes should not wait for a YAML parser to load.
      const { runGraph } = await import('./run-graph.ts');
      await runGraph(flags);
    });
}
