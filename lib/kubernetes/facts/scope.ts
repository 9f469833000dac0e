import { groupOf } from '../manifest.ts';
import { clusterKinds, namespacedKinds } from './builtin-kinds.ts';

/**
 * Custom kinds of the whole cluster that people use with Flux, from `spec.scope` of their
 * CRDs: cert-manager v1.21, external-secrets v1.3, gateway-api v1.4, external-snapshotter v8,
 * Kyverno v1.16, Cilium v1.18, CloudNativePG v1.27, MetalLB has none.
 */
const customClusterKinds: ReadonlySet<string> = new Set([
  'CiliumClusterwideNetworkPolicy.cilium.io',
  'CiliumLoadBalancerIPPool.cilium.io',
  'CiliumL2AnnouncementPolicy.cilium.io',
  'ClusterCleanupPolicy.kyverno.io',
  'ClusterExternalSecret.external-secrets.io',
  'ClusterGenerator.generators.external-secrets.io',
  'ClusterImageCatalog.postgresql.cnpg.io',
  'ClusterIssuer.cert-manager.io',
  'ClusterPolicy.kyverno.io',
  'ClusterPushSecret.external-secrets.io',
  'ClusterSecretStore.external-secrets.io',
  'GatewayClass.gateway.networking.k8s.io',
  'VolumeSnapshotClass.snapshot.storage.k8s.io',
]);

/** Whether objects of a kind live in a namespace; `unknown` for a kind that only a CRD defines. */
export type Scope = 'namespaced' | 'cluster' | 'unknown';

/** The scope of a kind, as far as it is known without the cluster. */
export function scopeOf(apiVersion: string, kind: string): Scope {
  const group = groupOf(apiVersion);
  const key = group === '' ? kind : `${kind}.${group}`;
  if (namespacedKinds.has(key)) return 'namespaced';
  if (clusterKinds.has(key) || customClusterKinds.has(key)) return 'cluster';
  return group.endsWith('.toolkit.fluxcd.io') || group === 'fluxcd.controlplane.io'
    ? 'namespaced'
    : 'unknown';
}
