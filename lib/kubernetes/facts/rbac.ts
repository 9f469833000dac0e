/** The kinds of Kubernetes' RBAC, as `Kind.group`: their names may hold more than others. */
export const rbacKinds: ReadonlySet<string> = new Set([
  'ClusterRole.rbac.authorization.k8s.io',
  'ClusterRoleBinding.rbac.authorization.k8s.io',
  'Role.rbac.authorization.k8s.io',
  'RoleBinding.rbac.authorization.k8s.io',
]);
