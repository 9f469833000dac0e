/**
 * The checklist of a fleet. Takes evidence that the edge gathered: the program, the branches that clusters
 * read, what Flux makes of them, what forges and a running cluster say. Gives for each check whether it
 * passes, fails or could not be looked at, and how to mend what is wrong; then texts of it for people and
 * machines. A piece that is missing makes nothing fail: what needs it is not checked, and says why.
 */
export { type Check, type Checked, verifyEvidence } from './check.ts';
export { checks } from './checks/index.ts';
export { isOfFlux } from './conditions.ts';
export type {
  BranchRules,
  Checkout,
  ClusterEvidence,
  CommittedFiles,
  Evidence,
  Known,
  Manifests,
  ProgramEvidence,
  ProtectedBranch,
} from './evidence.ts';
export { fluxManager } from './flux-changes.ts';
export { whichCluster } from './identity.ts';
export { instancesOf } from './instances.ts';
export type {
  Certificate,
  Certificates,
  Forms,
  Labelled,
  LabelledObject,
  LiveEvidence,
  LiveIdentity,
  Probe,
} from './live-evidence.ts';
export type { Outcome, Problem } from './outcome.ts';
export { renderJson } from './render/json.ts';
export { renderText } from './render/text.ts';
export { type AppInstance, sharedBetweenEnvironments, type Sharing } from './separation.ts';
export { endOf } from './certificates.ts';
export { githubRules, gitlabRules } from './forge-rules.ts';
