/** What an import does on the machine: it runs the program that it wrote, and writes new files. */
export { inProgramFolder } from './program-folder.ts';
export { hasFile, removeFiles, writeNewFiles } from './write-program.ts';
