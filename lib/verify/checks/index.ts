/**
 * The checklist, one check a file. Takes evidence, gives for each check whether it passes, fails or could
 * not be looked at, and how to mend what is wrong. First what needs no cluster, then what one says.
 */
import type { Check } from '../check.ts';
import { branchRules } from './branch-rules.ts';
import { currentKustomizations } from './current-kustomizations.ts';
import { drift } from './drift.ts';
import { encryptedSecrets } from './encrypted-secrets.ts';
import { expiringCredentials } from './expiring-credentials.ts';
import { healthyFlux } from './healthy-flux.ts';
import { imageAutomation } from './image-automation.ts';
import { namedCluster } from './named-cluster.ts';
import { orphanedObjects } from './orphaned-objects.ts';
import { predictedInventories } from './predicted-inventories.ts';
import { privateKeys } from './private-keys.ts';
import { publishedManifests } from './published-manifests.ts';
import { publishingBranches } from './publishing-branches.ts';
import { repositoryBoundaries } from './repository-boundaries.ts';
import { separatedEnvironments } from './separated-environments.ts';
import { suspendedObjects } from './suspended-objects.ts';

/** In the order in which they are printed. */
export const checks: readonly Check[] = [
  publishedManifests,
  repositoryBoundaries,
  privateKeys,
  separatedEnvironments,
  publishingBranches,
  encryptedSecrets,
  branchRules,
  imageAutomation,
  namedCluster,
  healthyFlux,
  currentKustomizations,
  suspendedObjects,
  predictedInventories,
  drift,
  orphanedObjects,
  expiringCredentials,
];
