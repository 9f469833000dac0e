/** A program that is edited: imported anew each time, watched, and compared with what it was. */
export { freshImporter } from './fresh-import.ts';
export { changedFiles, type Snapshot, snapshot } from './snapshot.ts';
export { watchProject } from './watch.ts';
