import type { ClusterState } from '../../../lib/reconcile/index.ts';
import type { Manifest } from '../../../lib/kubernetes/index.ts';
import { planCluster, type PlanOptions } from '../../../lib/plan/index.ts';
import { cluster, kustomization } from '../support.ts';

/** The codes of all risks between two clusters, each once. */
export function risksBetween(
  base: ClusterState,
  head: ClusterState,
  options: PlanOptions = {},
): readonly string[] {
  const { changes, risks } = planCluster({ base, head }, options);
  const all = [...risks, ...changes.flatMap((change) => change.risks)];
  return [...new Set(all.map(({ code }) => code))].sort();
}

/** The risks when a Kustomization that has some objects gets others. */
export function risksOf(before: readonly Manifest[], after: readonly Manifest[]) {
  return risksBetween(cluster([kustomization('a', before)]), cluster([kustomization('a', after)]));
}

export const inCluster = (...parts: Parameters<typeof cluster>[0]) => cluster(parts);
