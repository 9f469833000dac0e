import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { DiagnosticError, errorAt } from '../core/index.ts';

/** What `cdk8s.yaml` says that Sluice uses. */
export interface ProjectSettings {
  /** The module that builds the fleet. */
  readonly program: string;
  /** Where manifests go, unless the command line says otherwise. */
  readonly output: string;
}

const settingsFile = 'cdk8s.yaml';

/**
 * Reads a project's cdk8s.yaml: the program is the last module that its `app` command names.
 *
 * @throws DiagnosticError where there is no such file or it names no module
 */
export function readProjectSettings(directory: string): ProjectSettings {
  let settings: unknown;
  try {
    settings = parse(readFileSync(path.join(directory, settingsFile), 'utf8'));
  } catch (error) {
    const message =
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? `there is no ${settingsFile} in this folder`
        : `${settingsFile} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    throw notFound(message);
  }
  const { app, output } = (settings ?? {}) as { app?: unknown; output?: unknown };
  const words = typeof app === 'string' ? app.split(/\s+/) : [];
  const program = words.filter((word) => /\.[cm]?[jt]s$/.test(word)).at(-1);
  if (program === undefined) throw notFound(`the app of ${settingsFile} names no module`);
  return { program, output: typeof output === 'string' ? output : 'dist' };
}

function notFound(message: string): DiagnosticError {
  const hint = `Run it where ${settingsFile} has a line such as: app: node --import tsx clusters/main.ts`;
  return new DiagnosticError([
    errorAt('program-not-found', { file: settingsFile }, message, { hint }),
  ]);
}

/** Imports a program's module, TypeScript included. */
export async function importProgram(directory: string, program: string): Promise<void> {
  const file = path.resolve(directory, program);
  if (/\.[cm]?ts$/.test(file)) {
    const tsx = createRequire(file).resolve('tsx');
    await import(pathToFileURL(tsx).href);
  }
  await import(pathToFileURL(file).href);
}
