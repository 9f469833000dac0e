/** A new repository on disk: what Sluice was tested with, its files, and Git around them. */
export { packageVersions } from './package-versions.ts';
export { checkEmpty, writeRepository } from './write-repository.ts';
