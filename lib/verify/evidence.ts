/** What checks look at, gathered at the edge. Any piece may be missing, with the reason why. */
import type { Branches } from '../constructs/index.ts';
import type { Origin } from '../publish/index.ts';
import type { ClusterState, Tree } from '../reconcile/index.ts';
import type { Synthesis, SynthesizedCluster } from '../synth/index.ts';
import type { LiveEvidence } from './live-evidence.ts';

/** A piece of evidence, or why it is not at hand. */
export type Known<T> = { readonly value: T } | { readonly missing: string };

export interface Evidence {
  readonly program: ProgramEvidence;
  /** The clusters that are asked about. */
  readonly clusters: readonly ClusterEvidence[];
  /** What a running cluster says; undefined where none was asked. */
  readonly live?: LiveEvidence;
}

/** The program, all of it. */
export interface ProgramEvidence {
  readonly synthesis: Pick<Synthesis, 'tree' | 'clusters' | 'provenance'>;
  /** What `fleet.publishFrom` was told. */
  readonly branches: Branches | undefined;
  readonly checkout: Known<Checkout>;
}

/** The Git repository around the program. */
export interface Checkout {
  /** The commit that is checked out. */
  readonly revision: string;
  readonly branch: Known<string>;
  /** Files that are not as they were committed. */
  readonly uncommitted: readonly string[];
  /** What is committed. */
  readonly files: Known<CommittedFiles>;
  /** The branches that publish, and how the forge protects each. */
  readonly branches: readonly ProtectedBranch[];
}

/** The files of a commit, and those among them that a search for some marks found. */
export interface CommittedFiles {
  /** How people call the repository: its address, or `the program`. */
  readonly name: string;
  readonly tree: Tree;
  /** Files with a mark of a private key (`secretShapes` says whether it is one). */
  readonly withKeyMarks: readonly string[];
  /** Every kustomization.yaml that begins as those of synth do. */
  readonly withOwnershipMark: readonly string[];
}

export interface ClusterEvidence {
  readonly name: string;
  readonly synthesized: SynthesizedCluster;
  readonly manifests: Known<Manifests>;
  /** What Flux makes of the branch. */
  readonly state: Known<ClusterState>;
}

/** The branch that a cluster reads. */
export interface Manifests {
  readonly url: string;
  readonly branch: string;
  /** Its newest commit. */
  readonly commit: string;
  readonly files: CommittedFiles;
  /** The folder that holds `clusters/`; empty for the root. */
  readonly folder: string;
  /** Whether it is the repository of the program. */
  readonly isProgram: boolean;
  /** From what this cluster was published last. */
  readonly origin: Known<Origin>;
  readonly rules: Known<BranchRules>;
}

/** A branch and how its forge protects it. */
export interface ProtectedBranch {
  readonly branch: string;
  readonly rules: Known<BranchRules>;
}

/** How a forge protects a branch; undefined for what it does not tell whoever asks. */
export interface BranchRules {
  /** Whether any rule is about the branch. */
  readonly isProtected: boolean;
  /** How many people must approve a change. */
  readonly approvals: number | undefined;
  readonly forbidsForcePushes: boolean | undefined;
  /** Whether checks must pass before a merge. */
  readonly needsChecks: boolean | undefined;
}

/** The value of a piece, or undefined where it is missing, which is then noted. */
export function valueOf<T>(
  known: Known<T>,
  note: (text: string, about?: string) => void,
  about = '',
): T | undefined {
  if ('value' in known) return known.value;
  note(known.missing, about);
  return undefined;
}
