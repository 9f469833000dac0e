/** What bootstrap needs of the machine beside the cluster: deploy keys, forges, files that are given. */
export { type KeyPair, newDeployKey, publicHalf } from './deploy-key.ts';
export { type DeployKey, type Forge, registerDeployKey } from './forge.ts';
export { readGivenFile, readManifests } from './given-files.ts';
