import type { Manifest, ObjectId } from '../kubernetes/index.ts';
import type { Known } from './evidence.ts';

/** What a running cluster says. */
export interface LiveEvidence {
  /** Which of the program's clusters it is to be. */
  readonly cluster: string;
  readonly now: Date;
  readonly identity: Known<LiveIdentity>;
  /** The Deployments of Flux. */
  readonly deployments: Known<readonly Manifest[]>;
  /** All objects of Flux's own kinds. */
  readonly flux: Known<readonly Manifest[]>;
  readonly probes: Known<readonly Probe[]>;
  readonly labelled: Known<Labelled>;
  readonly certificates: Known<Certificates>;
}

/** What a cluster says that it is. */
export interface LiveIdentity {
  /** The name that bootstrap kept in it. */
  readonly name: string | undefined;
  /** The folder that its root Kustomization applies. */
  readonly path: string | undefined;
}

/** An object as it is, and as it would be if Flux applied it now. */
export interface Probe {
  /** As it may be shown. */
  readonly id: ObjectId;
  /** Whether values of Secrets reached it, so that not even names of its fields are to be shown. */
  readonly isVeiled?: boolean;
  /** `<namespace>/<name>` of its Kustomization. */
  readonly owner: string;
  readonly found: 'absent' | Forms | { readonly unread: string };
}

/** Of a Secret, both have their metadata alone. */
export interface Forms {
  readonly live: Manifest;
  readonly after: Manifest;
}

/** Objects that carry labels of Flux; nothing of them is known but their metadata. */
export interface Labelled {
  readonly objects: readonly LabelledObject[];
  /** Kinds that could not be listed. */
  readonly unread: readonly string[];
}

export interface LabelledObject {
  readonly id: ObjectId;
  /** What its labels say of whose it is. */
  readonly owner: {
    readonly kind: 'Kustomization' | 'HelmRelease' | 'ResourceSet';
    readonly id: string;
  };
  /** Whether another object owns it, so that it goes with that one. */
  readonly isOwned: boolean;
  /** Whether it is to outlive its owner: `prune: disabled`. */
  readonly isKept: boolean;
  readonly isEnding: boolean;
}

/** The public halves of credentials. */
export interface Certificates {
  readonly all: readonly Certificate[];
  /** What could not be read, and why. */
  readonly unread: readonly string[];
}

export interface Certificate {
  /** Where it is, such as `the kubeconfig` or `Secret flux-system/registry tls.crt`. */
  readonly place: string;
  /** When it ends, as RFC 3339 or as X.509 prints it; undefined where that cannot be read. */
  readonly ends: string | undefined;
}
