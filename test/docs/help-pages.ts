import type { Command } from 'commander';
import { createCommand } from '../../lib/cli/command.ts';
import { shellWords } from '../../lib/io/secret/shell-words.ts';

/** A command with its help, as a terminal of a hundred columns shows it. */
export interface HelpPage {
  /** The words that lead to it: `sluice secret set`. */
  readonly name: string;
  readonly command: Command;
  readonly text: string;
}

/** The help of every command, in the order in which help lists them. */
export function helpPages(): readonly HelpPage[] {
  return pagesOf(createCommand('0.0.0'), 'sluice');
}

function pagesOf(command: Command, name: string): readonly HelpPage[] {
  let text = '';
  command.configureOutput({ writeOut: (part) => void (text += part), getOutHelpWidth: () => 100 });
  command.outputHelp();
  const below = command.commands.flatMap((each) => pagesOf(each, `${name} ${each.name()}`));
  return [{ name, command, text: text.trimEnd() }, ...below];
}

/** The examples of a page, without what is said beside them. */
export function examplesIn({ text }: HelpPage): readonly string[] {
  const [, below = ''] = text.split(/^Examples:\n/m);
  const [block = ''] = below.split('\n\n');
  return block.split('\n').map((line) => line.trim().replace(/ {2,}.*$/, ''));
}

/** The words that an example hands to sluice, without the shell around it. */
export function wordsOf(example: string): readonly string[] {
  const [, rest = ''] = /(?:^|[ (])sluice ?([^|<>)]*)/.exec(example) ?? [];
  const words = shellWords(rest.trim());
  if (words === undefined) throw new Error(`${example} is no command line`);
  return words;
}
