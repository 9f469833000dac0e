import { Command } from 'commander';
import { type Diagnostic, errorAt, formatDiagnostic } from '../core/index.ts';
import { painterFor } from '../io/terminal.ts';
import { secretCommand } from './secret/commands.ts';
import { bootstrapCommand } from './bootstrap.ts';
import { devCommand } from './dev.ts';
import { explainCommand } from './explain.ts';
import { completionCommand } from './completion.ts';
import { helpCommand } from './help.ts';
import { graphCommand } from './graph.ts';
import { importCommand } from './import.ts';
import { imagesCommand } from './images.ts';
import { initCommand } from './init.ts';
import { planCommand } from './plan.ts';
import { publishCommand } from './publish.ts';
import { reconcileCommand } from './reconcile.ts';
import { synthCommand } from './synth.ts';
import { treeCommand } from './tree.ts';
import { validateCommand } from './validate.ts';
import { verifyCommand } from './verify.ts';

/** The `sluice` command with all its subcommands. */
export function createCommand(version: string): Command {
  const command = new Command('sluice')
    .description('Write a Flux fleet in TypeScript, and know before the merge what Flux will do.')
    .version(version)
    .configureOutput({
      outputError: (text, write) => {
        const paint = painterFor(process.stderr, process.env);
        write(`${formatDiagnostic(usageProblem(text), paint)}\n`);
      },
    })
    .helpCommand(false)
    .exitOverride()
    .addHelpText('after', '\nExit codes: 0 clean, 1 errors.');
  command.addCommand(initCommand().copyInheritedSettings(command));
  command.addCommand(synthCommand().copyInheritedSettings(command));
  command.addCommand(secretCommand(command));
  command.addCommand(validateCommand().copyInheritedSettings(command));
  command.addCommand(devCommand().copyInheritedSettings(command));
  command.addCommand(planCommand().copyInheritedSettings(command));
  command.addCommand(publishCommand().copyInheritedSettings(command));
  command.addCommand(bootstrapCommand().copyInheritedSettings(command));
  command.addCommand(verifyCommand().copyInheritedSettings(command));
  command.addCommand(imagesCommand().copyInheritedSettings(command));
  command.addCommand(treeCommand().copyInheritedSettings(command));
  command.addCommand(explainCommand().copyInheritedSettings(command));
  command.addCommand(graphCommand().copyInheritedSettings(command));
  command.addCommand(importCommand().copyInheritedSettings(command));
  command.addCommand(reconcileCommand().copyInheritedSettings(command));
  command.addCommand(completionCommand().copyInheritedSettings(command));
  command.addCommand(helpCommand().copyInheritedSettings(command));
  return command;
}

/** What commander says, `error: unknown option '--a'` and perhaps `(Did you mean --b?)` below it. */
function usageProblem(text: string): Diagnostic {
  const [problem = '', suggestion] = text
    .replace(/^error: /, '')
    .trimEnd()
    .split('\n');
  const hint = suggestion?.replace(/^\((.*)\)$/, '$1') ?? 'Run it with --help to see how.';
  return errorAt('usage', {}, problem.replace(/\.$/, ''), { hint });
}
