/**
 * Where kubectl apply keeps a copy of what it applied, in a Secret with all its values
 * (k8s.io/api v0.36.3, core/v1/annotation_key_constants.go: LastAppliedConfigAnnotation).
 */
export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
