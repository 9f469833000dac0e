/**
 * What a running cluster has below Kustomizations that apply nothing for now: those that they applied
 * before go on, with the specs that they have.
 */
import type { Below, ClusterState } from '../reconcile/index.ts';

/** In a base: what its own tree says. */
export const belowInBase: Below = ({ objects }) => objects;

/** In a head: what the base says. */
export function belowInHead(base: ClusterState | undefined): Below {
  const before = new Map(base?.kustomizations.map(({ id, objects }) => [id, objects]));
  return ({ id }) => before.get(id) ?? [];
}
