import { Command } from 'commander';
import { addFluxOptions } from './flux-options.ts';
import type { DevFlags } from './run-dev.ts';

const examples = `
Examples:
  sluice dev                      after each save: what is wrong, and what Flux would do
  sluice dev --base origin/main   against another revision than the last commit
  sluice dev --json               a line for each result, for editors

Ctrl-C ends it. It writes nothing.`;

/** `sluice dev`: synthesizes, validates and plans after each save. */
export function devCommand(): Command {
  const command = new Command('dev')
    .description('After each save, say what is wrong and what Flux would do.')
    .option('-b, --base <rev>', 'what to plan against', 'HEAD')
    .option('--json', 'print each result as a line of JSON');
  return addFluxOptions(command)
    .addHelpText('after', examples)
    .action(async (flags: DevFlags) => {
      // Help and mistakes should not wait for a YAML parser to load.
      const { runDev } = await import('./run-dev.ts');
      await runDev(flags);
    });
}
