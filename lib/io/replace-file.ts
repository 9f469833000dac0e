import { randomUUID } from 'node:crypto';
import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** How a file is replaced. */
export interface Replacement {
  /** Where the new content is written before it is moved. Default: a name of its own, beside the file. */
  readonly aside?: string;
  /** Permissions of the file. Default: what the umask leaves. */
  readonly mode?: number;
}

/**
 * Gives a file new content all at once: whoever reads it finds all of the old content or all of the
 * new, also if this process is killed. On failure the file is as it was.
 *
 * @throws what the file system says
 */
export function replaceFile(
  file: string,
  content: string | Uint8Array,
  { aside = `${file}.${randomUUID()}.new`, mode }: Replacement = {},
): void {
  try {
    writeFileSync(aside, content, { flag: 'wx', ...(mode !== undefined && { mode }) });
    // The mode at creation gives way to the umask.
    if (mode !== undefined) chmodSync(aside, mode);
    renameSync(aside, file);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}
