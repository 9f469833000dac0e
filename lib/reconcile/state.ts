import type { Diagnostic } from '../core/index.ts';
import { type Manifest, type ObjectId, objectId } from '../kubernetes/index.ts';

/** How far Flux gets with a Kustomization or a HelmRelease. */
export type Status =
  /** Its objects are applied. */
  | 'applied'
  /** `spec.suspend`: what it applied before stays, and nothing changes. */
  | 'suspended'
  /**
   * It waits for one that never becomes Ready: what it applied before stays, and nothing changes.
   * What is wrong, if anything is, is said in a diagnostic.
   */
  | 'waiting'
  /** What it applies cannot be known here: its source or chart is not at hand, or it is fetched. */
  | 'opaque'
  /** Flux would stop with an error, and leave what it applied before. */
  | 'failed';

/** An object as it is sent to the API server. */
export interface ReconciledObject {
  readonly id: ObjectId;
  /** Built, decrypted, substituted, with the owner's labels. Secrets hold their values. */
  readonly manifest: Manifest;
  /**
   * The object as it may be shown, where that is another one: with the name of its key in brackets
   * in place of each value of a Secret that reached it. Where that cannot be made, it has no fields,
   * and its name is in brackets too.
   */
  readonly shown?: Manifest;
  /** For an object that was SOPS ciphertext: as it is committed, and whether a key opened it. */
  readonly sealed?: { readonly committed: Manifest; readonly opened: boolean };
  /** The file that it stands in, relative to its source's root, where the build says. */
  readonly file?: string;
  /** As it was built, where substitution made another object of it. Secrets hold their values. */
  readonly unsubstituted?: Manifest;
}

/** The id of an object as it may be shown. */
export function shownId({ id, shown }: ReconciledObject): ObjectId {
  return shown === undefined ? id : objectId(shown);
}

/** One Kustomization of Flux and what it applies. */
export interface ReconciledKustomization {
  /** `<namespace>/<name>`. */
  readonly id: string;
  /** The object itself, as its parent applies it; an implicit root is made up. */
  readonly manifest: Manifest;
  /** The Kustomization that applies it; undefined for the entry. */
  readonly parent: string | undefined;
  /** `<kind>/<namespace>/<name>` of its source. */
  readonly source: string;
  /** The folder that it builds, relative to the root of its source; `.` for the root. */
  readonly path: string;
  /** Whose objects they are: empty for the cluster itself, else the Secret of `spec.kubeConfig`. */
  readonly target: string;
  readonly status: Status;
  /** Ids of the Kustomizations that must be Ready first. */
  readonly dependsOn: readonly string[];
  /**
   * In the order in which they are applied; of one that is suspended or waits, what it would apply.
   * Empty where the status is `opaque` or `failed`.
   */
  readonly objects: readonly ReconciledObject[];
  /**
   * Identifiers of its objects as Flux writes them to `status.inventory`; sorted. Empty unless the
   * status is `applied`: a tree does not say what one that holds applied before.
   */
  readonly inventory: readonly string[];
  /** What may be shown of it, where values of Secrets are in its names and paths. */
  readonly shown?: Pick<ReconciledKustomization, 'id' | 'path' | 'target' | 'dependsOn'>;
}

/** Where Helm installs a release. Another one of any part uninstalls the release first. */
export interface ReleaseTarget {
  readonly name: string;
  readonly namespace: string;
  /** Where Helm keeps what it installed. */
  readonly storageNamespace: string;
}

/** What an install and an upgrade do with the CRDs of a chart's `crds/`. */
export interface CrdPolicy {
  readonly install: 'Skip' | 'Create' | 'CreateReplace';
  readonly upgrade: 'Skip' | 'Create' | 'CreateReplace';
}

/** A HelmRelease and what its chart renders to. */
export interface ReconciledRelease {
  /** `<namespace>/<name>` of the HelmRelease. */
  readonly id: string;
  /** The Kustomization that applies it. */
  readonly owner: string;
  readonly manifest: Manifest;
  readonly status: Status;
  readonly target: ReleaseTarget;
  /** Name and version of the chart, where known. */
  readonly chart: { readonly name: string; readonly version: string } | undefined;
  /** What Helm installs, in its order; hooks and the CRDs of `crds/` are no part of it. */
  readonly objects: readonly ReconciledObject[];
  /** The CRDs of `crds/`: no part of the release, never deleted with it. */
  readonly crds: readonly ReconciledObject[];
  readonly crdPolicy: CrdPolicy;
  /** What may be shown of it, where values of Secrets are in its names. */
  readonly shown?: Pick<ReconciledRelease, 'id' | 'chart'>;
}

/** A ResourceSet of flux-operator and what its templates make. */
export interface ReconciledResourceSet {
  /** `<namespace>/<name>` of the ResourceSet. */
  readonly id: string;
  /** The Kustomization that applies it. */
  readonly owner: string;
  readonly manifest: Manifest;
  readonly status: Status;
  /** In the order of its steps; of a disabled one, what it would apply. */
  readonly objects: readonly ReconciledObject[];
  /** As of a Kustomization: the operator keeps an inventory in the same format. */
  readonly inventory: readonly string[];
  /** What may be shown of it, where values of Secrets are in its name. */
  readonly shown?: Pick<ReconciledResourceSet, 'id'>;
}

/** What Flux makes of a tree in one cluster. */
export interface ClusterState {
  /** The entry's folder, or the name that the caller gave. */
  readonly name: string;
  /** In the order in which they become Ready; those that never do come last. */
  readonly kustomizations: readonly ReconciledKustomization[];
  readonly releases: readonly ReconciledRelease[];
  readonly resourceSets: readonly ReconciledResourceSet[];
  /** They hold no value of a Secret. */
  readonly diagnostics: readonly Diagnostic[];
}
