import { Command } from 'commander';

const examples = `
Examples:
  sluice help plan                  a command
  sluice help secret set            a command of a command
  sluice help missing-config-map    an error or a risk: what it means, and how it is mended
  sluice help codes                 all of them`;

/** `sluice help`: of a command, or of a code that a command printed. */
export function helpCommand(): Command {
  return new Command('help')
    .description('Explain a command, or the code of an error or a risk.')
    .argument('[words...]', 'the name of a command, or a code')
    .addHelpText('after', examples)
    .action(async (words: readonly string[], _: object, self: Command) => {
      const { runHelp } = await import('./run-help.ts');
      runHelp(words, self.parent ?? self);
    });
}
