/**
 * Other programs: how one is found, run within limits, and ended with this one. Takes arguments as a
 * list, so that no shell reads them.
 */
export { endChild, isRunning } from './end-child.ts';
export { findProgram, identify } from './find-program.ts';
export { Interrupted, interruptible } from './interruption.ts';
export { Places } from './places.ts';
export { type Failure, runProgram } from './run-program.ts';
export { inTemporaryFolder } from './temporary-folder.ts';
export { writeFiles } from './write-files.ts';
