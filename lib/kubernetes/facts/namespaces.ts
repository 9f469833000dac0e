/** Namespaces that the API server itself creates (Kubernetes 1.36, pkg/controlplane). */
export const systemNamespaces: ReadonlySet<string> = new Set([
  'default',
  'kube-node-lease',
  'kube-public',
  'kube-system',
]);
