import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { DiagnosticError, errorAt } from '../core/index.ts';
import { readYaml } from '../kubernetes/index.ts';

/** What `cdk8s.yaml` says that Sluice uses. */
export interface ProjectSettings {
  /** The module that builds the fleet. */
  readonly program: string;
  /** Where manifests go, unless the command line says otherwise. */
  readonly output: string;
}

/** What says where the program is. */
export const settingsFile = 'cdk8s.yaml';

/**
 * Reads a project's cdk8s.yaml: the program is the last module that its `app` command names.
 *
 * @throws DiagnosticError where there is no such file or it names no module
 */
export function readProjectSettings(directory: string): ProjectSettings {
  let text: string;
  try {
    text = readFileSync(path.join(directory, settingsFile), 'utf8');
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw notFound(
      isMissing ? `there is no ${settingsFile} in this folder` : (error as Error).message,
    );
  }
  const read = readYaml(text);
  if ('problem' in read) throw notFound(`${settingsFile} is no YAML: ${read.problem}`, read.line);
  const [{ app, output } = {}] = read.documents;
  const words = typeof app === 'string' ? app.split(/\s+/) : [];
  const program = words.filter((word) => /\.[cm]?[jt]s$/.test(word)).at(-1);
  if (program === undefined) throw notFound(`the app of ${settingsFile} names no module`);
  return { program, output: typeof output === 'string' ? output : 'dist' };
}

function notFound(message: string, line?: number): DiagnosticError {
  const hint = `Run it where ${settingsFile} has a line such as: app: node --import tsx clusters/main.ts`;
  const location = { file: settingsFile, ...(line !== undefined && { line }) };
  return new DiagnosticError([errorAt('program-not-found', location, message, { hint })]);
}

/** Imports a program's module, TypeScript included. */
export async function importProgram(directory: string, program: string): Promise<void> {
  const file = path.resolve(directory, program);
  await prepareToImport(file);
  await import(pathToFileURL(file).href);
}

/** Makes Node read the modules of a program, if they are TypeScript. */
export async function prepareToImport(file: string): Promise<void> {
  if (/\.[cm]?ts$/.test(file)) await import(typeScriptLoader(file));
}

/** The project's own tsx, which makes Node read TypeScript. */
function typeScriptLoader(program: string): string {
  try {
    return pathToFileURL(createRequire(program).resolve('tsx')).href;
  } catch {
    throw new DiagnosticError([
      errorAt(
        'program-not-found',
        { file: program },
        'the program is TypeScript, and tsx is missing',
        {
          hint: 'Install it in the project: npm install --save-dev tsx',
        },
      ),
    ]);
  }
}
