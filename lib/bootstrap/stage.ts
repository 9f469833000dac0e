import type { Manifest } from '../kubernetes/index.ts';

/** The stages that there are, in their order. A cluster that needs nothing of one does not have it. */
export type StageId =
  | 'namespace'
  | 'credentials'
  | 'decryption'
  | 'install'
  | 'instance'
  | 'sync'
  | 'apps';

/** What is applied and awaited before the next stage begins. */
export interface Stage<Secret> {
  readonly id: StageId;
  /** What the stage brings about, for a person to read: `Flux itself`. */
  readonly title: string;
  /** What is applied, in this order. A kind's definition comes before its objects. */
  readonly objects: readonly StageObject<Secret>[];
  /** What must be ready before the next stage. */
  readonly ready: readonly ReadyCheck[];
}

/** An object of a stage. */
export interface StageObject<Secret> {
  /** The object; of a Secret, without its values. */
  readonly manifest: Manifest;
  /**
   * The values of a Secret, by key, as `stringData` has them. Only these are secret, and they are in
   * nothing else: what they are is up to who applies them, such as an output of Pulumi.
   */
  readonly secrets?: Readonly<Record<string, Secret>>;
  /**
   * Who keeps the object right once Flux runs. `flux`: the cluster's entry has the very object, and
   * the root Kustomization applies it, so that whoever applied it first must let go of it then.
   */
  readonly keeper: 'bootstrap' | 'flux';
}

/** An object, as a check or a message names it. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  /** Undefined for an object of the cluster's scope. */
  readonly namespace?: string;
  readonly name: string;
}

/** What must be true of an object in the cluster: a condition of its status, for its newest spec. */
export interface ReadyCheck {
  readonly object: ObjectRef;
  /** The type of the condition that must be `True`: `Ready`, `Available` of a Deployment, `Established` of a CRD. */
  readonly condition: 'Ready' | 'Available' | 'Established';
}
