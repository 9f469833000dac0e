import { Command } from 'commander';
import { synthCommand } from './synth.ts';

/** The `sluice` command with all its subcommands. */
export function createCommand(version: string): Command {
  const command = new Command('sluice')
    .description('Write a Flux fleet in TypeScript, and know before the merge what Flux will do.')
    .version(version)
    .showHelpAfterError('Run it with --help to see how.')
    .exitOverride()
    .addHelpText('after', '\nExit codes: 0 clean, 1 errors.');
  command.addCommand(synthCommand().copyInheritedSettings(command));
  return command;
}
