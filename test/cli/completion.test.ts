import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { createCommand } from '../../lib/cli/command.ts';
import { completionFor } from '../../lib/cli/completion-scripts.ts';

type Shell = 'bash' | 'zsh' | 'fish';

/** What a shell prints of the words that it completes a line to, by its own means. */
const askers: Readonly<Record<Shell, (script: string, line: string) => string>> = {
  bash: (script, line) => `${script}
COMP_WORDS=(${line}${line.endsWith(' ') ? "''" : ''})
COMP_CWORD=$((\${#COMP_WORDS[@]}-1))
compopt() { :; }
_sluice
printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (script, line) => `compdef() { :; }
compadd() { shift; for each in "$@"; do [[ $each == $words[CURRENT]* ]] && print -r -- $each; done; return 0; }
_files() { :; }
${script}
words=(${line}${line.endsWith(' ') ? '""' : ''})
CURRENT=$#words
_sluice`,
  fish: (script, line) => `${script}
complete --do-complete '${line}' | string split --fields 1 \\t`,
};

const cases = [
  ['sluice pl', ['plan']],
  ['sluice plan --form', ['--format']],
  ['sluice plan --format m', ['markdown']],
  ['sluice secret up', ['updatekeys']],
  ['sluice secret set --re', ['--replace']],
  ['sluice completion z', ['zsh']],
] as const;

for (const shell of ['bash', 'zsh', 'fish'] as const) {
  const isHere = spawnSync(shell, ['-c', 'exit 0']).status === 0;
  if (!isHere)
    process.stderr.write(`Skipped the completion of ${shell}, which is not installed.\n`);
  test.skipIf(!isHere).each(cases)(`${shell} completes %s`, (line, expected) => {
    const script = completionFor(shell, createCommand('0'));
    const args =
      shell === 'bash' ? ['--norc', '-c'] : shell === 'zsh' ? ['-f', '-c'] : ['--no-config', '-c'];
    const { stdout, stderr } = spawnSync(shell, [...args, askers[shell](script, line)], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toEqual(expected);
  });
}
