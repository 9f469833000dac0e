/** Git repositories, read without a checkout. Takes revisions, gives trees of files. */
export { type DefaultBase, defaultBase } from './default-base.ts';
export { reasonOf } from './reason.ts';
export { commitTree, openRepository, type Repository } from './repository.ts';
export { workingTree } from './working-tree.ts';
export { git, withoutRepository } from './run.ts';
