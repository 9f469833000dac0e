/** What the spec of a Kustomization says about applying and pruning. */
import { listAt, type Manifest, textAt, valueAt } from '../../kubernetes/index.ts';
import type { ReconciledKustomization } from '../../reconcile/state.ts';
import { isEqual } from '../compare/index.ts';

export function isSuspended({ manifest }: { readonly manifest: Manifest }): boolean {
  return valueAt(manifest, 'spec', 'suspend') === true;
}

export function isForcing({ manifest }: ReconciledKustomization): boolean {
  return valueAt(manifest, 'spec', 'force') === true;
}

/** What happens to an object that a Kustomization drops: nothing while it is suspended. */
export type Drop = 'deleted' | 'orphaned' | 'nothing';

/** What a spec does with an object that is no longer in what it builds. */
export function dropFromBuild(kustomization: ReconciledKustomization): Drop {
  if (isSuspended(kustomization)) return 'nothing';
  return valueAt(kustomization.manifest, 'spec', 'prune') === true ? 'deleted' : 'orphaned';
}

/**
 * What deleting the Kustomization does with its objects (kustomize-controller v1.9.5,
 * kustomization_controller.go, finalizerShouldDeleteResources).
 */
export function dropByDeletion(kustomization: ReconciledKustomization): Drop {
  if (isSuspended(kustomization)) return 'orphaned';
  const policy = textAt(kustomization.manifest, 'spec', 'deletionPolicy') ?? 'MirrorPrune';
  if (policy === 'MirrorPrune') return dropFromBuild(kustomization);
  return policy === 'Orphan' ? 'orphaned' : 'deleted';
}

/** The ids that must be Ready first by Flux's own check: a readyExpr replaces it. */
export function checkedPredecessors({ manifest }: ReconciledKustomization): readonly string[] {
  return listAt(manifest, 'spec', 'dependsOn')
    .filter((each) => textAt(each, 'readyExpr') === undefined)
    .map((each) => {
      const namespace = textAt(each, 'namespace') ?? manifest.metadata.namespace ?? '';
      return `${namespace}/${textAt(each, 'name') ?? ''}`;
    });
}

/** The fields that protect objects: a change of them may arrive after what they protect from. */
const protecting = ['prune', 'deletionPolicy', 'suspend', 'dependsOn', 'force'] as const;

export function changedProtection(
  before: ReconciledKustomization,
  after: ReconciledKustomization,
): readonly string[] {
  return protecting
    .filter(
      (field) =>
        !isEqual(valueAt(before.manifest, 'spec', field), valueAt(after.manifest, 'spec', field)),
    )
    .map((field) => `spec.${field}`);
}

/** Fields that say when to build, not what. */
const timing = new Set(['interval', 'retryInterval', 'timeout', 'dependsOn', 'wait', 'prune']);

/** Fields that say what is built of a tree, as far as names can depend on them. */
const building = [
  'path',
  'sourceRef',
  'components',
  'ignoreMissingComponents',
  'namePrefix',
  'nameSuffix',
  'targetNamespace',
  'patches',
  'postBuild',
] as const;

/** What of a spec changes that says what it builds. */
export function changedBuild(
  before: ReconciledKustomization,
  after: ReconciledKustomization,
): readonly string[] {
  return building
    .filter(
      (field) =>
        !isEqual(valueAt(before.manifest, 'spec', field), valueAt(after.manifest, 'spec', field)),
    )
    .map((field) => `spec.${field}`);
}

/** Whether the spec that the cluster holds builds the same of a tree as the one to come. */
export function buildsAlike(
  before: ReconciledKustomization,
  after: ReconciledKustomization,
): boolean {
  const build = ({ manifest }: ReconciledKustomization): unknown =>
    Object.fromEntries(
      Object.entries(valueAt(manifest, 'spec') ?? {}).filter(([field]) => !timing.has(field)),
    );
  return isEqual(build(before), build(after));
}
