/** The cases of every rule, by its code: a file for each. */
import { blockedPredecessor } from './blocked-predecessor.ts';
import { changedPath } from './changed-path.ts';
import { changedRecipients } from './changed-recipients.ts';
import { changedReleaseTarget } from './changed-release-target.ts';
import { deletedData } from './deleted-data.ts';
import { deletedDefinition } from './deleted-definition.ts';
import { deletedNamespace } from './deleted-namespace.ts';
import { deletedStatefulSet } from './deleted-stateful-set.ts';
import { deletedVolumeClaim } from './deleted-volume-claim.ts';
import { finalizedKustomization } from './finalized-kustomization.ts';
import { forcedRecreation } from './forced-recreation.ts';
import { immutableField } from './immutable-field.ts';
import { largeChangeSet } from './large-change-set.ts';
import { lateProtection } from './late-protection.ts';
import { lateSpec } from './late-spec.ts';
import { lateSuspension } from './late-suspension.ts';
import { leftOverPath } from './left-over-path.ts';
import { lostCluster } from './lost-cluster.ts';
import { lostEntry } from './lost-entry.ts';
import { majorChart } from './major-chart.ts';
import { majorImage } from './major-image.ts';
import { movedData } from './moved-data.ts';
import { movedObject } from './moved-object.ts';
import { privilegedPod } from './privileged-pod.ts';
import { removedNetworkPolicy } from './removed-network-policy.ts';
import { renamedOwner } from './renamed-owner.ts';
import { sharedObject } from './shared-object.ts';
import { stoppedOwner } from './stopped-owner.ts';
import { suspendedOwner } from './suspended-owner.ts';
import { uninstalledRelease } from './uninstalled-release.ts';
import { unknownBase } from './unknown-base.ts';
import { unknownDeletion } from './unknown-deletion.ts';
import { unknownOwner } from './unknown-owner.ts';
import { unmadeNamespace } from './unmade-namespace.ts';
import { widenedAccess } from './widened-access.ts';
import { zeroReplicas } from './zero-replicas.ts';
import type { RuleCases } from '../support.ts';

export const ruleCases: Readonly<Record<string, RuleCases>> = {
  'blocked-predecessor': blockedPredecessor,
  'changed-path': changedPath,
  'changed-recipients': changedRecipients,
  'changed-release-target': changedReleaseTarget,
  'deleted-data': deletedData,
  'deleted-definition': deletedDefinition,
  'deleted-namespace': deletedNamespace,
  'deleted-stateful-set': deletedStatefulSet,
  'deleted-volume-claim': deletedVolumeClaim,
  'finalized-kustomization': finalizedKustomization,
  'forced-recreation': forcedRecreation,
  'immutable-field': immutableField,
  'large-change-set': largeChangeSet,
  'late-protection': lateProtection,
  'late-spec': lateSpec,
  'late-suspension': lateSuspension,
  'left-over-path': leftOverPath,
  'lost-cluster': lostCluster,
  'lost-entry': lostEntry,
  'major-chart': majorChart,
  'major-image': majorImage,
  'moved-data': movedData,
  'moved-object': movedObject,
  'privileged-pod': privilegedPod,
  'removed-network-policy': removedNetworkPolicy,
  'renamed-owner': renamedOwner,
  'shared-object': sharedObject,
  'stopped-owner': stoppedOwner,
  'suspended-owner': suspendedOwner,
  'uninstalled-release': uninstalledRelease,
  'unknown-base': unknownBase,
  'unknown-deletion': unknownDeletion,
  'unknown-owner': unknownOwner,
  'unmade-namespace': unmadeNamespace,
  'widened-access': widenedAccess,
  'zero-replicas': zeroReplicas,
};
