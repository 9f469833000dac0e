/** The cases of every check, by its id. */
import type { CheckCases } from '../support.ts';
import { branchRules } from './branch-rules.ts';
import { encryptedSecrets } from './encrypted-secrets.ts';
import { imageAutomation } from './image-automation.ts';
import * as live from './live.ts';
import { privateKeys } from './private-keys.ts';
import { publishedManifests } from './published-manifests.ts';
import { publishingBranches } from './publishing-branches.ts';
import { repositoryBoundaries } from './repository-boundaries.ts';
import { separatedEnvironments } from './separated-environments.ts';

export const checkCases: Readonly<Record<string, CheckCases>> = {
  'published-manifests': publishedManifests,
  'repository-boundaries': repositoryBoundaries,
  'private-keys': privateKeys,
  'separated-environments': separatedEnvironments,
  'publishing-branches': publishingBranches,
  'encrypted-secrets': encryptedSecrets,
  'branch-rules': branchRules,
  'image-automation': imageAutomation,
  'named-cluster': live.namedCluster,
  'healthy-flux': live.healthyFlux,
  'current-kustomizations': live.currentKustomizations,
  'suspended-objects': live.suspendedObjects,
  'predicted-inventories': live.predictedInventories,
  drift: live.drift,
  'orphaned-objects': live.orphanedObjects,
  'expiring-credentials': live.expiringCredentials,
};
