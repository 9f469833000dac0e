/**
 * The risks of a plan, one rule a file. Takes changes without secret values and what surrounds
 * them, gives what a reviewer should know and what to do. A change shows the first risk on its line,
 * so rules that say what is lost come before those that say why.
 */
import { blockedPredecessor } from './blocked-predecessor.ts';
import { changedPath } from './changed-path.ts';
import { changedRecipients } from './changed-recipients.ts';
import { changedReleaseTarget } from './changed-release-target.ts';
import { deletedData } from './deleted-data.ts';
import { deletedDefinition } from './deleted-definition.ts';
import { deletedNamespace } from './deleted-namespace.ts';
import { deletedStatefulSet } from './deleted-stateful-set.ts';
import { deletedVolumeClaim } from './deleted-volume-claim.ts';
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
import { finalizedKustomization, uninstalledRelease } from './uninstalled-release.ts';
import { unknownBase } from './unknown-base.ts';
import { unknownDeletion } from './unknown-deletion.ts';
import { unknownOwner } from './unknown-owner.ts';
import { unmadeNamespace } from './unmade-namespace.ts';
import { widenedAccess } from './widened-access.ts';
import { zeroReplicas } from './zero-replicas.ts';
import type { Rules } from './rule.ts';

export { guarded } from './guarded.ts';
export type {
  ChangeRule,
  HeldOwner,
  Holdings,
  Rule,
  Rules,
  SetRule,
  Surroundings,
} from './rule.ts';

/** The rules that every plan is asked. */
export const defaultRules: Required<Rules> = {
  changes: [
    deletedVolumeClaim,
    deletedStatefulSet,
    deletedNamespace,
    deletedDefinition,
    deletedData,
    uninstalledRelease,
    finalizedKustomization,
    unknownDeletion,
    changedReleaseTarget,
    sharedObject,
    movedData,
    movedObject,
    renamedOwner,
    changedPath,
    leftOverPath,
    lostEntry,
    immutableField,
    forcedRecreation,
    lateProtection,
    lateSpec,
    lateSuspension,
    blockedPredecessor,
    suspendedOwner,
    unmadeNamespace,
    widenedAccess,
    privilegedPod,
    removedNetworkPolicy,
    zeroReplicas,
    majorImage,
    majorChart,
    changedRecipients,
  ],
  sets: [lostCluster, largeChangeSet, unknownBase, unknownOwner, stoppedOwner],
};
