/**
 * What publishing needs of the world: the repository of the program, and where clusters read manifests,
 * a branch of Git or a tag of an OCI repository.
 */
export { type Address, addressOf } from './address.ts';
export { artifactAddress, isOciUrl } from './artifact-address.ts';
export { ArtifactDestination } from './artifact-destination.ts';
export { branchDestination } from './branch-destination.ts';
export { cosignWith } from './cosign.ts';
export { ProgramRepository } from './program-repository.ts';
export { registryCredentials } from './registry-credentials.ts';
export { RemoteBranch } from './remote-branch.ts';
