import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { interruptible } from './interruption.ts';

/**
 * Gives an action a new folder that only this user can enter. It is gone afterwards, also on errors
 * and signals; only SIGKILL leaves it.
 *
 * @param prefix how its name begins
 */
export function inTemporaryFolder<T>(
  parent: string,
  prefix: string,
  action: (folder: string) => Promise<T>,
): Promise<T> {
  let folder: string | undefined;
  const remove = (): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  return interruptible(async () => {
    try {
      folder = mkdtempSync(join(realpathSync(parent), prefix));
      return await action(folder);
    } finally {
      remove();
    }
  }, remove);
}
