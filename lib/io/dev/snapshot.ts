import { readdirSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';

/** What tells whether files are as they were: by their paths, when they were written and how long they are. */
export type Snapshot = ReadonlyMap<string, string>;

/** Folders that no program reads its source from. */
const skipped = new Set(['.git', 'node_modules']);

/** Whether what changes in a folder means nothing to the program. */
export function isSkipped(name: string): boolean {
  return skipped.has(name);
}

/**
 * Looks at every file of a project.
 *
 * @param output the folder that is written, which is not looked at
 */
export function snapshot(project: string, output: string): Snapshot {
  const files = new Map<string, string>();
  const look = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!isSkipped(entry.name) && file !== output) look(file);
        continue;
      }
      const stats = statsOf(file);
      if (stats?.isFile() === true) files.set(file, `${stats.mtimeMs} ${stats.size} ${stats.ino}`);
    }
  };
  look(project);
  return files;
}

/** Undefined where the file is gone by now, or a link leads in a circle. */
function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOOP') return undefined;
    throw error;
  }
}

/** The files that differ, by their paths. */
export function changedFiles(before: Snapshot, after: Snapshot): readonly string[] {
  const all = new Set([...before.keys(), ...after.keys()]);
  return [...all].filter((file) => before.get(file) !== after.get(file)).sort();
}
