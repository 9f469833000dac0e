import { expect, test } from 'vitest';
import { isDnsLabel, nameProblem } from '../../lib/kubernetes/index.ts';

const rbac = 'rbac.authorization.k8s.io';

// k8s.io/apimachinery v0.36.3: pkg/util/validation/validation_test.go and api/validation/path.
test.each(['a', 'ab', 'a1', 'a-1', '0', '01', '1a', 'a--b', 'a'.repeat(63)])(
  '%s is a DNS label',
  (text) => {
    expect(isDnsLabel(text)).toBe(true);
  },
);

test.each(['', 'A', 'a-', '-a', 'a.b', 'a_b', 'a b', 'a\n', 'ä', 'a'.repeat(64)])(
  '%j is no DNS label',
  (text) => {
    expect(isDnsLabel(text)).toBe(false);
  },
);

test.each([
  ['apps', 'Deployment', 'a.b-c.0'],
  ['apps', 'Deployment', 'a'.repeat(253)],
  ['', 'Namespace', 'demo'],
  ['', 'Namespace', '1web'],
  ['', 'Service', 'a'.repeat(63)],
  ['', 'Service', 'web-1'],
  ['batch', 'CronJob', 'a'.repeat(52)],
  [rbac, 'ClusterRole', 'system:Node_1 ä'],
  [rbac, 'RoleBinding', 'a'.repeat(300)],
])('Kubernetes takes %s %s %s', (group, kind, name) => {
  expect(nameProblem(group, kind, name)).toBeUndefined();
});

const characters = 'must be lower-case letters, digits, - and .';
const labelCharacters = 'must be lower-case letters, digits and -';
const serviceCharacters = 'must be lower-case letters, digits and -, and begin with a letter';
const segment = 'must not be ., .. or hold / or %';

test.each([
  ['apps', 'Deployment', 'Web', characters],
  ['apps', 'Deployment', 'a_b', characters],
  ['apps', 'Deployment', 'a..b', characters],
  ['apps', 'Deployment', '-a', characters],
  ['apps', 'Deployment', '', characters],
  ['apps', 'Deployment', 'a\u001b[31m', characters],
  ['apps', 'Deployment', 'a'.repeat(254), 'has 254 characters; at most 253'],
  ['', 'Namespace', 'a.b', labelCharacters],
  ['', 'Namespace', 'a'.repeat(64), 'has 64 characters; at most 63'],
  ['', 'Service', 'a.b', serviceCharacters],
  ['', 'Service', '1web', serviceCharacters],
  ['', 'Service', 'web-', serviceCharacters],
  ['batch', 'CronJob', 'a'.repeat(53), 'has 53 characters; at most 52'],
  ['example.org', 'Role', 'system:node', characters],
  [rbac, 'Role', 'a/b', segment],
  [rbac, 'Role', 'a%b', segment],
  [rbac, 'ClusterRole', '..', segment],
  [rbac, 'ClusterRoleBinding', '', segment],
])('Kubernetes refuses %s %s %j', (group, kind, name, problem) => {
  expect(nameProblem(group, kind, name)).toBe(problem);
});
