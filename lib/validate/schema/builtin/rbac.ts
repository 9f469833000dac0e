import type { JsonObject } from '../../../kubernetes/index.ts';
import { below, type Report, type RuleTable } from './rules.ts';
import { dnsName, isGiven, listOf, mapOf, notEmpty, oneOf, someItems, textOf } from './values.ts';

const group = 'rbac.authorization.k8s.io';

function rule(object: JsonObject, report: Report): void {
  const { apiGroups, resources, resourceNames, nonResourceURLs } = object;
  const urls = listOf(nonResourceURLs);
  if (urls.length > 0) {
    if ([apiGroups, resources, resourceNames].some((each) => listOf(each).length > 0)) {
      report('must not stand beside resources', ['nonResourceURLs'], 'forbidden');
    }
    return;
  }
  if (listOf(apiGroups).length === 0) report('needs the field apiGroups', [], 'missing-field');
  if (listOf(resources).length === 0) report('needs the field resources', [], 'missing-field');
}

function role(object: JsonObject, report: Report): void {
  for (const [index, each] of listOf(object['rules']).map(mapOf).entries()) {
    if (listOf(each['nonResourceURLs']).length > 0) {
      report(
        'belong to no namespace, so they stand in a ClusterRole',
        ['rules', index, 'nonResourceURLs'],
        'forbidden',
      );
    }
  }
}

function binding(kinds: readonly string[], needsNamespace: boolean) {
  return (object: JsonObject, report: Report): void => {
    const reference = mapOf(object['roleRef']);
    if (!kinds.includes(textOf(reference['kind'])))
      report(`must be ${kinds.join(' or ')}`, ['roleRef', 'kind']);
    if (![group, ''].includes(textOf(reference['apiGroup'])))
      report(`must be ${group}`, ['roleRef', 'apiGroup']);
    if (/[/%]|^\.\.?$/.test(textOf(reference['name'])))
      report('must not hold / or %', ['roleRef', 'name']);
    for (const [index, each] of listOf(object['subjects']).map(mapOf).entries()) {
      subject(each, needsNamespace, below(report, 'subjects', index));
    }
  };
}

function subject(object: JsonObject, needsNamespace: boolean, report: Report): void {
  const apiGroup = textOf(object['apiGroup']);
  if (object['kind'] === 'ServiceAccount') {
    if (textOf(object['name']) !== '') dnsName(object['name'] ?? '', below(report, 'name'));
    if (apiGroup !== '') report('must be empty for a ServiceAccount', ['apiGroup']);
    if (needsNamespace && textOf(object['namespace']) === '')
      report('needs the field namespace', [], 'missing-field');
  } else if (isGiven(object['apiGroup']) && ![group, ''].includes(apiGroup)) {
    report(`must be ${group}`, ['apiGroup']);
  }
}

// k8s.io/kubernetes v1.36.3, pkg/apis/rbac/validation/validation.go.
export const rbac: RuleTable = {
  'api.rbac.v1.Role': { check: role },
  'api.rbac.v1.PolicyRule': { fields: { verbs: someItems }, check: rule },
  'api.rbac.v1.AggregationRule': {
    required: ['clusterRoleSelectors'],
    fields: { clusterRoleSelectors: someItems },
  },
  'api.rbac.v1.RoleBinding': { check: binding(['Role', 'ClusterRole'], false) },
  'api.rbac.v1.ClusterRoleBinding': { check: binding(['ClusterRole'], true) },
  'api.rbac.v1.RoleRef': { fields: { name: notEmpty } },
  'api.rbac.v1.Subject': {
    fields: { kind: oneOf('ServiceAccount', 'User', 'Group'), name: notEmpty },
  },
};
