import { clusterObject, object } from '../../support.ts';
import { betweenObjects, type RuleCases } from '../support.ts';

const api = 'rbac.authorization.k8s.io/v1';
const role = (verbs: string[], resources = ['pods']) =>
  object(api, 'Role', 'r', { rules: [{ apiGroups: [''], resources, verbs }] });
const binding = (name: string, ...subjects: string[]) =>
  clusterObject(api, 'ClusterRoleBinding', 'b', {
    roleRef: { kind: 'ClusterRole', name },
    subjects: subjects.map((each) => ({ kind: 'User', name: each })),
  });

export const widenedAccess: RuleCases = {
  told: {
    'a role gets another verb': betweenObjects([role(['get'])], [role(['get', 'delete'])]),
    'a role gets another resource': betweenObjects(
      [role(['get'])],
      [role(['get'], ['pods', 'secrets'])],
    ),
    'a binding gets another subject': betweenObjects(
      [binding('view', 'a')],
      [binding('view', 'a', 'b')],
    ),
    'a role is new that allows all verbs': betweenObjects([], [role(['*'])]),
    'a binding to cluster-admin is new': betweenObjects([], [binding('cluster-admin', 'a')]),
  },
  silent: {
    'a role loses a verb': betweenObjects([role(['get', 'delete'])], [role(['get'])]),
    'a role is new that names its verbs': betweenObjects([], [role(['get'])]),
    'a binding to view is new': betweenObjects([], [binding('view', 'a')]),
  },
};
