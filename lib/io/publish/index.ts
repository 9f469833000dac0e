/** Git for publishing: the branch that clusters read, and the repository of the program. */
export { type Address, addressOf } from './address.ts';
export { branchDestination } from './branch-destination.ts';
export { ProgramRepository } from './program-repository.ts';
export { RemoteBranch } from './remote-branch.ts';
