import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * A ServiceAccount that may do all in its namespace and nothing outside, for `serviceAccountName` of a
 * Kustomization: what somebody else's manifests say of the cluster is refused then (Flux documentation,
 * "Multi-tenancy"). Custom kinds are among it where their operator extends the ClusterRole `admin`.
 *
 * It is never pruned: a Kustomization whose account is gone leaves all its objects behind
 * (kustomize-controller v1.9.5, internal/controller/kustomization_controller.go, `finalize`).
 */
export function namespaceAdmin(scope: Construct, name: string, namespace: string): void {
  const annotations = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };
  const metadata = { name, namespace, annotations };
  new ApiObject(scope, 'ServiceAccount', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata,
    automountServiceAccountToken: false,
  });
  const group = 'rbac.authorization.k8s.io';
  new ApiObject(scope, 'RoleBinding', {
    apiVersion: `${group}/v1`,
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'admin' },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
}
