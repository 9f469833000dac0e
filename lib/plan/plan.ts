import type { Diagnostic } from '../core/index.ts';
import type { JsonValue, Manifest, ObjectId } from '../kubernetes/index.ts';

/** The version of the form that a plan has as JSON (docs/reference/plan.schema.json). */
export const planVersion = 1;

/** What becomes of an object. */
export type Action =
  /** It is applied for the first time. */
  | 'created'
  /** It is in the cluster, and its owner applies another form of it. */
  | 'updated'
  /** It is deleted, and created anew. */
  | 're-created'
  /** Another Kustomization or release takes it over. */
  | 'moved'
  /** It is in the cluster, and gets an owner that it had not. */
  | 'adopted'
  /** Nothing owns it any more, and it stays in the cluster. */
  | 'orphaned'
  /** It is deleted. */
  | 'deleted'
  /** An error stops its owner before it comes to this object. */
  | 'blocked'
  /** Its owner is suspended, or waits for one that is. */
  | 'deferred'
  /** The object itself tells Flux not to touch it. */
  | 'skipped'
  /** Its ciphertext is another and its values are not: nothing changes in the cluster. */
  | 'resealed';

/** All actions, in the order in which summaries name them. */
export const actions: readonly Action[] = [
  'created',
  'updated',
  're-created',
  'moved',
  'adopted',
  'orphaned',
  'deleted',
  'blocked',
  'deferred',
  'skipped',
  'resealed',
];

/** Who applies an object. */
export interface Owner {
  readonly kind: 'Kustomization' | 'HelmRelease' | 'ResourceSet';
  /** `<namespace>/<name>`. */
  readonly id: string;
}

/** Why an object changes as it does, where that is not plain from its fields. */
export interface Cause {
  readonly kind: /** The API server refuses to change a field: `fields` names them. */
    | 'immutable-field'
    /** `by` is refused, which leaves its stage unapplied and prunes nothing. */
    | 'refused-object'
    /** The owner `by` is suspended. */
    | 'suspended'
    /** The owner's predecessor `by` does not become Ready. */
    | 'predecessor'
    /** The owner `by` fails, and leaves what it applied. */
    | 'failed'
    /** What the owner `by` had applied, or applies, is not known. */
    | 'unknown'
    /** The owner's own parent `by` does not apply it. */
    | 'parent'
    /**
     * The owner `by` stays in the cluster, and nothing applies it any more. Where that is not
     * certain to be all, it goes on with the spec that it has.
     */
    | 'left-owner'
    /** It is exempt by what `by` says: an annotation, or a setting of its release. */
    | 'exempt'
    /** The entry left what the owner `by` applies. */
    | 'removed-entry'
    /** The owner `by` builds another path. */
    | 'changed-path'
    /** The owner `by` is removed. */
    | 'removed-owner'
    /** The owner `by` is removed and another Kustomization builds its path. */
    | 'renamed-owner'
    /** The owner `by` may act with its old `fields`, which do not build it of the new revision. */
    | 'late-spec'
    /** The owner `by` applies to another cluster now. */
    | 'changed-cluster'
    /** What gives its removed owner access, `by`, goes as well, perhaps before the owner prunes. */
    | 'lost-access'
    /** The owner `by` may act before its changed `fields` arrive. */
    | 'late-protection'
    /** The new owner `by` does not apply it when the old one prunes. */
    | 'missing-taker'
    /** Controllers of two kinds do not hand objects over: one deletes, the other creates. */
    | 'other-manager'
    /** The release `by` is uninstalled as its `fields` change. */
    | 'changed-target';
  readonly by?: string;
  readonly fields?: readonly string[];
}

/** A field that changes. Values of secrets stand in none of it. */
export interface FieldChange {
  /** Such as `spec.template.spec.containers[web].image`. */
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed' | 'reordered';
  readonly before?: JsonValue;
  readonly after?: JsonValue;
  /** It holds a secret: its `value` differs, or without a key it is `unknown` whether it does. */
  readonly secret?: 'value' | 'unknown';
}

/** How much a risk matters: a danger loses data or stops Flux. */
export type Level = 'danger' | 'caution';

/** What a rule says about a change. */
export interface Risk {
  readonly code: string;
  readonly level: Level;
  /** Why, in a few words. */
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
}

/** An object, in the cluster in which it is. */
export interface PlannedObject extends ObjectId {
  /** Empty for the cluster itself, else the Secret or ConfigMap of `spec.kubeConfig`. */
  readonly target: string;
}

/** What becomes of one object. */
export interface Change {
  readonly action: Action;
  /** Of what is blocked, deferred or skipped, or deleted unless its taker is in time: what would happen otherwise. */
  readonly intended?: Action;
  readonly object: PlannedObject;
  readonly owner: { readonly before: readonly Owner[]; readonly after: readonly Owner[] };
  /**
   * Whether it happens in every order in which the controllers may reconcile. A move that is
   * not certain may delete the object first.
   */
  readonly certain: boolean;
  readonly cause?: Cause;
  readonly fields: readonly FieldChange[];
  /** Of a refused object: what is then not applied or pruned either, as `Kind namespace/name`. */
  readonly blocks?: readonly string[];
  /** The object itself on both sides, without secret values; not a part of the JSON form. */
  readonly before?: Manifest;
  readonly after?: Manifest;
  /** Who can decrypt it, where it is SOPS ciphertext; not a part of the JSON form. */
  readonly recipients?: {
    readonly before?: readonly string[] | undefined;
    readonly after?: readonly string[] | undefined;
  };
  /** The file of its manifest, relative to the root of its source, or in its chart. */
  readonly file?: string;
  /** Path of the construct that makes it. */
  readonly construct?: string;
  /** Where a person would change it in the program: `file:line`. */
  readonly source?: string;
  readonly risks: readonly Risk[];
}

/** An image whose tag Flux moved on, and which keeps it. */
export interface MovedImage {
  /** The app that uses it. */
  readonly app: string;
  /** Registry and repository, without a tag. */
  readonly image: string;
  /** The tag that Flux committed, and that stays. */
  readonly tag: string;
  /** The tag that the program declares. */
  readonly declared: string;
}

/** What becomes of one cluster. */
export interface ClusterPlan {
  readonly name: string;
  /** In the order in which Flux makes them where all goes well. */
  readonly changes: readonly Change[];
  /** Risks of the change set as a whole. */
  readonly risks: readonly Risk[];
  /** Images that are not those of the program, since Flux committed other tags. */
  readonly images: readonly MovedImage[];
  readonly kustomizations: number;
  readonly objects: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** One publication of a staged move. */
export interface Stage {
  /** From 1. */
  readonly number: number;
  /** What to publish. */
  readonly publish: string;
  /** What must be true before the next one. */
  readonly wait: string;
  /** Commands that wait for it; none after the last. */
  readonly commands: readonly string[];
}

/** What Flux will do, in all clusters. */
export interface Plan {
  readonly version: typeof planVersion;
  readonly clusters: readonly ClusterPlan[];
  /** The safe way, where moves could delete what they move. */
  readonly stages: readonly Stage[];
}

/** The name of an owner as people write it: an id, and for others than Kustomizations its kind. */
export function formatOwner({ kind, id }: Owner): string {
  return kind === 'Kustomization' ? id : `${kind} ${id}`;
}
