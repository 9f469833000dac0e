import { DiagnosticError, errorAt } from '../core/index.ts';
import { importProgram } from '../io/index.ts';
import { type Program, programFailed, programHost, type ProgramHost } from '../program.ts';

/**
 * Runs a person's program in this process and takes its fleet instead of letting it write.
 * A program that throws gives what it built until then, and a diagnostic.
 */
export async function loadProgram(directory: string, program: string): Promise<Program> {
  const accepted: Promise<Program>[] = [];
  const host: ProgramHost = { accept: (each) => void accepted.push(each) };
  (globalThis as { [programHost]?: ProgramHost })[programHost] = host;
  try {
    await importProgram(directory, program);
  } catch (error) {
    throw new DiagnosticError(programFailed(error));
  }
  const [first] = accepted;
  if (first) return first;
  throw new DiagnosticError([
    errorAt('program-not-found', { file: program }, 'the program builds no fleet', {
      hint: 'It must call run() of sluice: run((fleet) => { home(fleet); });',
    }),
  ]);
}
