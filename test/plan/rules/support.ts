import type { ClusterState } from '../../../lib/reconcile/index.ts';
import type { Manifest } from '../../../lib/kubernetes/index.ts';
import { planCluster, type PlanOptions } from '../../../lib/plan/index.ts';
import { cluster, clusterObject, kustomization } from '../support.ts';

/** Two clusters, and all risks of their difference. */
export interface RuleCase {
  readonly base: ClusterState | undefined;
  readonly head: ClusterState | undefined;
  readonly options?: PlanOptions;
  /** The codes of the risks that it has beside the rule's. */
  readonly beside?: readonly string[];
}

/** When a rule tells a risk, and when it does not by one fact: a few words for each. */
export interface RuleCases {
  readonly told: Readonly<Record<string, RuleCase>>;
  readonly silent: Readonly<Record<string, RuleCase>>;
}

export const between = (
  base: ClusterState,
  head: ClusterState,
  options: PlanOptions = {},
): RuleCase => ({ base, head, options });

/** A Kustomization that has some objects gets others. */
export function betweenObjects(before: readonly Manifest[], after: readonly Manifest[]): RuleCase {
  const all = (objects: readonly Manifest[]) => cluster([kustomization('a', [demo, ...objects])]);
  return between(all(before), all(after));
}

const demo = clusterObject('v1', 'Namespace', 'demo');

/** The codes of all risks between two clusters, each once. */
export function risksBetween(
  base: ClusterState | undefined,
  head: ClusterState | undefined,
  options: PlanOptions = {},
): readonly string[] {
  const { changes, risks } = planCluster({ base, head }, options);
  const all = [...risks, ...changes.flatMap((change) => change.risks)];
  return [...new Set(all.map(({ code }) => code))].sort();
}

export const inCluster = (...parts: Parameters<typeof cluster>[0]) => cluster(parts);
