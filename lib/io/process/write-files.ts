import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes files below a folder, for this user only. */
export function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array | string>): void {
  const made = new Set<string>();
  for (const [path, content] of files) {
    const file = join(folder, path);
    const directory = dirname(file);
    if (!made.has(directory)) mkdirSync(directory, { recursive: true, mode: 0o700 });
    made.add(directory);
    writeFileSync(file, content, { mode: 0o600 });
  }
}
