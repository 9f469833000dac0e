import type { KustomizationSpec } from '../flux/index.ts';
import type { Manifest } from '../kubernetes/index.ts';
import type { ReconciledKustomization, ReconciledRelease } from '../reconcile/state.ts';
import type { Subject } from './subject.ts';

/** A Kustomization of Flux with what it applies. */
export interface AppliedKustomization {
  /** `<namespace>/<name>`. */
  readonly id: string;
  /** As an object of the tree; of a root that only the cluster has, undefined. */
  readonly subject: Subject | undefined;
  readonly manifest: Manifest;
  readonly spec: Partial<KustomizationSpec>;
  readonly isRoot: boolean;
  readonly status: ReconciledKustomization['status'];
  readonly dependsOn: readonly string[];
  /** `<kind>/<namespace>/<name>`. */
  readonly source: string;
  readonly target: string;
  readonly objects: readonly Subject[];
}

/** A HelmRelease with what its chart installs. */
export interface AppliedRelease {
  readonly subject: Subject | undefined;
  readonly crdPolicy: ReconciledRelease['crdPolicy'];
  /** The CRDs of the chart's `crds/`. */
  readonly crds: readonly Subject[];
  readonly objects: readonly Subject[];
}
