/** What the checklist of a fleet is gathered from: Git, forges, and a running cluster. It changes nothing. */
export { askForge, sameRepository } from './forge.ts';
export { askCluster } from './live.ts';
export type { ToProbe } from './probe.ts';
export { hasCommit, remotesOf, searchFiles } from './search.ts';
