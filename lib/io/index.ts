/**
 * Everything with a side effect: files, processes, the terminal. Takes values and ports' types
 * from the folders above, gives their real implementations.
 */
import { readFileSync } from 'node:fs';
import type { ReadText } from '../synth/index.ts';

export { readIncludesAsFluxDoes } from './include.ts';
export {
  importProgram,
  prepareToImport,
  type ProjectSettings,
  readProjectSettings,
} from './project.ts';
export { inSource, placeInSource } from './source-maps.ts';
export { painterFor } from './terminal.ts';
export { compareTree, writeTree } from './tree-writer.ts';
export { writeProvenance } from './write-provenance.ts';

/** Reads a file that a construct names. */
export const readText: ReadText = (file) => readFileSync(file, 'utf8');
