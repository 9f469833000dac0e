import type { Command } from 'commander';
import { DiagnosticError, diagnosticCodes, errorAt } from '../core/index.ts';
import { readPages } from '../io/pages.ts';
import { painterFor } from '../io/terminal.ts';

/** Prints the help of a command, or the section of a code. */
export function runHelp(words: readonly string[], program: Command): void {
  const command = commandOf(words, program);
  if (command !== undefined) {
    command.outputHelp();
    return;
  }
  const [code = '', ...more] = words;
  if (code === 'codes' && more.length === 0) {
    const width = Math.max(...Object.keys(diagnosticCodes).map((each) => each.length));
    for (const [each, meaning] of Object.entries(diagnosticCodes)) {
      console.log(`${each.padEnd(width)}  ${meaning}`);
    }
    return;
  }
  const section = more.length === 0 ? sectionOf(readPages(), code) : undefined;
  if (section === undefined) {
    const message = `no command and no code is named ${words.join(' ')}`;
    const hint = 'sluice help lists the commands, sluice help codes the codes.';
    throw new DiagnosticError([errorAt('usage', {}, message, { hint })]);
  }
  const paint = painterFor(process.stdout, process.env);
  console.log(`${paint.bold(code)}\n\n${section}`);
}

function commandOf(words: readonly string[], program: Command): Command | undefined {
  let command: Command | undefined = program;
  for (const word of words) {
    command = command?.commands.find(
      (each) => each.name() === word || each.aliases().includes(word),
    );
  }
  return command;
}

/** What a page of Markdown says below a heading, with examples indented in place of fences. */
function sectionOf(pages: readonly string[], heading: string): string | undefined {
  for (const page of pages) {
    const [, text] =
      new RegExp(`^## ${heading.replace(/[^a-z0-9-]/g, '.')}\\n([^]*?)(?=^## |$(?![^]))`, 'm').exec(
        page,
      ) ?? [];
    if (text !== undefined) return indented(text.trim());
  }
  return undefined;
}

function indented(text: string): string {
  let isExample = false;
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) isExample = !isExample;
    else lines.push(isExample && line !== '' ? `    ${line}` : line);
  }
  return lines.join('\n');
}
