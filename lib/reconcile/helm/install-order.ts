import type { Manifest } from '../../kubernetes/index.ts';

/** Kinds in the order in which Helm installs them (helm v4.3.1, pkg/release/v1/util/kind_sorter.go). */
const kinds = [
  'PriorityClass',
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodSecurityPolicy',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'SecretList',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleList',
  'ClusterRoleBinding',
  'ClusterRoleBindingList',
  'Role',
  'RoleList',
  'RoleBinding',
  'RoleBindingList',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
];

const ranks = new Map(kinds.map((kind, index) => [kind, index]));

/** Sorts by kind; kinds that Helm does not know come last, by name, and equal ones stay in order. */
export function inInstallOrder(manifests: readonly Manifest[]): readonly Manifest[] {
  const rankOf = ({ kind }: Manifest): number => ranks.get(kind) ?? kinds.length;
  return [...manifests].sort((a, b) => {
    const order = rankOf(a) - rankOf(b);
    if (order !== 0 || rankOf(a) < kinds.length) return order;
    return a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0;
  });
}
