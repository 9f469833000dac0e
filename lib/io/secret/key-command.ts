import { runProgram } from '../process/index.ts';
import { shellWords } from './shell-words.ts';

/** A key file of every recipient that a person can have is shorter. */
const longestOutput = 16 * 1024 * 1024;

/**
 * What SOPS_AGE_KEY_CMD prints for a recipient. As sops has it (age/keysource.go: getOutputFromCmd),
 * the command is split into words and started without a shell, and finds the recipient in
 * SOPS_AGE_RECIPIENT; its standard error is not shown. A problem tells neither the command, which
 * may hold a key, nor its output.
 */
export async function keyCommandOutput(
  command: string,
  recipient: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly text: string } | { readonly problem: string }> {
  const [program, ...words] = shellWords(command) ?? [];
  if (program === undefined) return { problem: 'is no command' };
  // It is asked for a key, and needs none.
  const { SOPS_AGE_KEY: _, ...others } = env;
  const ended = await runProgram(program, words, {
    env: { ...others, SOPS_AGE_RECIPIENT: recipient },
    output: longestOutput,
  });
  if ('output' in ended) return { text: ended.output.toString() };
  return { problem: ended.isMissing ? 'names no program' : ended.problem };
}
