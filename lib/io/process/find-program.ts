import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/**
 * The file of a program: what the variable names, whether or not it is there; else the first of that
 * name in the PATH. Folders of the PATH that are relative do not count.
 */
export function findProgram(
  name: string,
  variable: string,
  env: NodeJS.ProcessEnv,
): string | undefined {
  const named = env[variable] ?? '';
  if (named !== '') return isProgram(named) ? resolve(named) : undefined;
  const folders = (env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** What tells a program from others, for keys of a cache: a new version has another size or time. */
export function identify(file: string): string {
  const real = realpathSync(file);
  const { size, mtimeMs } = statSync(real);
  return [real, size, mtimeMs].join('\n');
}
