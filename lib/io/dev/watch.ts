import path from 'node:path';
import { watch } from 'chokidar';
import { isSkipped } from './snapshot.ts';

/** Says when it may be worth a look. */
export interface Watcher {
  /** Waits until anything changed since it was asked last. */
  changed(): Promise<void>;
}

/** How long saves that belong together may be apart, in milliseconds. */
const together = 10;

/**
 * Watches a project, and single files outside of it.
 *
 * @param output the folder that is written, which is not watched
 */
export async function watchProject(
  project: string,
  output: string,
  others: readonly string[],
): Promise<Watcher> {
  const watcher = watch([project, ...others], {
    ignoreInitial: true,
    ignored: (file) =>
      !others.includes(file) && (file === output || isSkipped(path.basename(file))),
  });
  watcher.on('error', (error) => {
    // A link that leads in a circle is no file.
    if ((error as NodeJS.ErrnoException).code !== 'ELOOP') throw error;
  });
  let isChanged = false;
  let tell: () => void = () => undefined;
  watcher.on('all', () => {
    isChanged = true;
    tell();
  });
  await new Promise<void>((resolve) => void watcher.once('ready', () => resolve()));
  return {
    async changed() {
      if (!isChanged) await new Promise<void>((resolve) => void (tell = resolve));
      await new Promise<void>((resolve) => void setTimeout(resolve, together));
      isChanged = false;
      tell = () => undefined;
    },
  };
}
