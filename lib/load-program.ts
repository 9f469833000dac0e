import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { DiagnosticError, errorAt } from './core/index.ts';
import { importProgram } from './io/index.ts';
import { type Program, programFailed, programHost, type ProgramHost } from './program.ts';

/** Programs that have run: Node imports a module once. */
const loaded = new Map<string, Promise<Program>>();

/**
 * Runs a person's program in this process and takes its fleet instead of letting it write.
 * A program that throws gives what it built until then, and a diagnostic.
 */
export function loadProgram(directory: string, program: string): Promise<Program> {
  const file = path.resolve(directory, program);
  const known = loaded.get(file) ?? loadProgramBy(importProgram, directory, program);
  loaded.set(file, known);
  return known;
}

/** The same each time anew, as far as the import reads modules anew. */
export async function loadProgramBy(
  importModule: typeof importProgram,
  directory: string,
  program: string,
): Promise<Program> {
  const accepted: Promise<Program>[] = [];
  const host: ProgramHost = { accept: (each) => void accepted.push(each) };
  (globalThis as { [programHost]?: ProgramHost })[programHost] = host;
  try {
    await importModule(directory, program);
  } catch (error) {
    throw isMissing(error, path.resolve(directory, program))
      ? notFound(program, 'there is no such file', 'The app of cdk8s.yaml names it.')
      : new DiagnosticError(programFailed(error));
  }
  const [first, ...others] = accepted;
  if (others.length > 0) {
    const message = 'the program calls run() more than once';
    const hint = 'Build all clusters in one call.';
    throw new DiagnosticError([errorAt('program-not-found', { file: program }, message, { hint })]);
  }
  if (first) return first;
  const hint = 'It must call run() of sluice: run((fleet) => { home(fleet); });';
  throw notFound(program, 'the program builds no fleet', hint);
}

/** Whether the program itself cannot be found, and not a module that it imports. */
function isMissing(error: unknown, file: string): boolean {
  const { code, url } = error as { readonly code?: unknown; readonly url?: unknown };
  return code === 'ERR_MODULE_NOT_FOUND' && url === pathToFileURL(file).href;
}

function notFound(program: string, message: string, hint: string): DiagnosticError {
  return new DiagnosticError([errorAt('program-not-found', { file: program }, message, { hint })]);
}
