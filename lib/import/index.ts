/**
 * From what a repository applies to a program that writes the same. Takes its tree, what Flux makes of
 * it and what kustomize builds of its folders; gives the text of TypeScript modules. It proves
 * nothing: whoever writes them has them synthesized, and plans.
 */
export { appBefore, type AppBefore } from './app-before.ts';
export type { Rung } from './app.ts';
export { SourceDocuments } from './documents.ts';
export {
  type ClusterBefore,
  findFolders,
  type Folder,
  type FoundFolders,
  type Left,
} from './folders.ts';
export { newApp } from './cluster-file.ts';
export {
  type ClusterFacts,
  type PlannedApp,
  type Program,
  type WrittenApp,
  writeProgram,
} from './program.ts';
export { filesOf, type Replacement, replacementOf } from './replace.ts';
export { crdConstructs, generatedMark } from './crd/constructs.ts';
export type { Crd } from './crd/schema.ts';
