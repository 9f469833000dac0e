/**
 * Annotations by which an object tells kustomize-controller how to treat it
 * (kustomize-controller v1.9.5, docs/spec/v1/kustomizations.md).
 */
export const fluxAnnotations = {
  /** How it is applied: `Override`, `Merge`, `IfNotPresent` or `Ignore`. */
  apply: 'kustomize.toolkit.fluxcd.io/ssa',
  /** `disabled`: the object stays in the cluster when it leaves the inventory. */
  prune: 'kustomize.toolkit.fluxcd.io/prune',
  /** `disabled`: the object is neither changed nor deleted. */
  reconcile: 'kustomize.toolkit.fluxcd.io/reconcile',
  /** `disabled`: variables are not substituted in the object. */
  substitute: 'kustomize.toolkit.fluxcd.io/substitute',
} as const;

/** The label by which a ConfigMap or Secret wakes the Kustomizations that read it. */
export const watchLabel = { key: 'reconcile.fluxcd.io/watch', value: 'Enabled' } as const;
