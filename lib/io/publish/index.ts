/** Git for publishing: the branch that clusters read, and the repository of the program. */
export { type Address, addressOf } from './address.ts';
export { ProgramRepository } from './program-repository.ts';
export { RemoteBranch, type Tip } from './remote-branch.ts';
