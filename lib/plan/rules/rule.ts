import type { OwnRule } from '../../core/index.ts';
import type { ObjectId } from '../../kubernetes/index.ts';
import type { Status } from '../../reconcile/state.ts';
import type { Described } from '../describe.ts';
import type { Level, Owner } from '../plan.ts';

/** What a cluster holds, by name only: rules see values in changes, where secrets are covered. */
export interface Holdings {
  readonly objects: readonly HeldObject[];
  /** The Kustomizations, releases and ResourceSets. */
  readonly owners: readonly HeldOwner[];
}

/** An object, in the hands of one owner. */
export interface HeldObject {
  readonly id: ObjectId;
  readonly owner: Owner;
  /** Whether it stays when its owner goes with what it applied. */
  readonly outlives: boolean;
  /** The file that it stands in, where that is known. */
  readonly file?: string | undefined;
}

/** An owner, how far it gets, and what it does with what it drops. */
export interface HeldOwner extends Owner {
  readonly status: Status;
  /** Of a Kustomization: `<kind>/<namespace>/<name>`. */
  readonly source?: string;
  /** Whether it deletes what is no longer in what it applies. */
  readonly prunes: boolean;
  /** Whether what it applied goes with it. */
  readonly endsAll: boolean;
}

/** What a rule can look at beside a change. */
export interface Surroundings {
  readonly changes: readonly Described[];
  readonly before: Holdings;
  readonly after: Holdings;
  /** Whether a file is in the tree of the head. */
  hasFile(file: string): boolean;
  /** Whether a folder is. */
  hasFolder(folder: string): boolean;
}

/** A risk that one change carries. */
export interface Rule {
  readonly code: string;
  readonly level: Level;
  matches(change: Described, around: Surroundings): boolean;
  /** Why it matters, in a few words: it stands behind the change on its line. */
  explain(change: Described, around: Surroundings): string;
  /** What to do. */
  readonly remedy: string;
}

/** A risk that a team looks for, beside those of Sluice: what `cluster.rules([…])` takes. */
export interface ChangeRule extends Rule, OwnRule {
  readonly about: 'changes';
}

/** A risk that the changes of a cluster carry together. */
export interface SetRule {
  readonly code: string;
  readonly level: Level;
  matches(around: Surroundings): boolean;
  explain(around: Surroundings): string;
  readonly remedy: string;
}

/** Rules of both sorts. */
export interface Rules {
  readonly changes?: readonly Rule[];
  readonly sets?: readonly SetRule[];
}
