import { describe, expect, test } from 'vitest';
import { claim, clusterObject, deployment, object, running, sealed, told } from '../support.ts';
import { cluster, kustomization, release } from '../support.ts';
import { planCluster } from '../../../lib/plan/index.ts';
import { risksBetween, risksOf } from './support.ts';

const claims = (name: string) => claim('c', { spec: { storageClassName: name } });

test('immutable-field warns of a refusal, forced-recreation of its way round', () => {
  expect(risksOf([claims('a')], [claims('b')])).toEqual(['immutable-field']);
  const selector = (app: string) => deployment('web', { selector: { matchLabels: { app } } });
  const forced = told(selector('b'), { force: 'enabled' });
  expect(risksOf([selector('a')], [forced])).toEqual(['forced-recreation']);
  expect(risksOf([selector('a')], [told(selector('a'), { force: 'enabled' })])).toEqual([]);
});

describe('widened-access', () => {
  const role = (verbs: string[], resources = ['pods']) =>
    object('rbac.authorization.k8s.io/v1', 'Role', 'r', {
      rules: [{ apiGroups: [''], resources, verbs }],
    });
  const binding = (name: string, ...subjects: string[]) =>
    clusterObject('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'b', {
      roleRef: { kind: 'ClusterRole', name },
      subjects: subjects.map((each) => ({ kind: 'User', name: each })),
    });

  test('warns of new verbs, resources and subjects', () => {
    expect(risksOf([role(['get'])], [role(['get', 'delete'])])).toEqual(['widened-access']);
    expect(risksOf([role(['get'])], [role(['get'], ['pods', 'secrets'])])).toEqual([
      'widened-access',
    ]);
    expect(risksOf([binding('view', 'a')], [binding('view', 'a', 'b')])).toEqual([
      'widened-access',
    ]);
  });

  test('warns of new roles that allow all, and new bindings to cluster-admin', () => {
    expect(risksOf([], [role(['*'])])).toEqual(['widened-access']);
    expect(risksOf([], [binding('cluster-admin', 'a')])).toEqual(['widened-access']);
  });

  test('is silent where less is allowed, or something is new', () => {
    expect(risksOf([role(['get', 'delete'])], [role(['get'])])).toEqual([]);
    expect(risksOf([], [role(['get']), binding('view', 'a')])).toEqual([]);
  });
});

describe('privileged-pod', () => {
  const web = (container = {}, pod = {}) => deployment('web', running('web:1.0', container, pod));
  const hostPath = { volumes: [{ name: 'v', hostPath: { path: '/' } }] };

  test.each([
    [web({ securityContext: { privileged: true } })],
    [web({ securityContext: { capabilities: { add: ['SYS_ADMIN'] } } })],
    [web({}, { hostNetwork: true })],
    [web({}, hostPath)],
  ])('warns of what opens the node', (after) => {
    expect(risksOf([web()], [after])).toEqual(['privileged-pod']);
  });

  test('is silent of what was open before', () => {
    expect(risksOf([web({}, hostPath)], [web({ tty: true }, hostPath)])).toEqual([]);
  });
});

test('removed-network-policy warns of a removed one, and not of a new one', () => {
  const policy = object('networking.k8s.io/v1', 'NetworkPolicy', 'p');
  expect(risksOf([policy], [])).toEqual(['removed-network-policy']);
  expect(risksOf([], [policy])).toEqual([]);
});

test('zero-replicas warns when the last replica goes', () => {
  const web = (replicas: number) => deployment('web', { replicas });
  expect(risksOf([web(1)], [web(0)])).toEqual(['zero-replicas']);
  expect(risksOf([web(3)], [web(1)])).toEqual([]);
  expect(risksOf([], [web(0)])).toEqual([]);
});

describe('major-image', () => {
  const web = (image: string) => deployment('web', running(image));

  test.each([
    ['r.io:5000/web:6.7.1', 'r.io:5000/web:7.0.0'],
    ['web:v1.2-alpine', 'web:v2.0-alpine@sha256:aa'],
  ])('warns of %s → %s', (before, after) => {
    expect(risksOf([web(before)], [web(after)])).toEqual(['major-image']);
  });

  test.each([
    ['web:6.7.1', 'web:6.8.0'],
    ['web:latest', 'web:7.0.0'],
    ['web:6.7.1', 'other:7.0.0'],
    ['web:20240101', 'web:20250101'],
  ])('is silent of %s → %s', (before, after) => {
    expect(risksOf([web(before)], [web(after)])).toEqual([]);
  });
});

describe('major-chart', () => {
  const of = (version: string) =>
    cluster([], [release('r', [], { chart: { spec: { chart: 'r', version } } })]);
  const repository = (tag: string) =>
    cluster([
      kustomization('a', [
        object('source.toolkit.fluxcd.io/v1', 'OCIRepository', 'r', { spec: { ref: { tag } } }),
      ]),
    ]);

  test('warns of a new major version', () => {
    expect(risksBetween(of('1.9.0'), of('2.0.0'))).toEqual(['major-chart']);
    expect(risksBetween(repository('1.9.0'), repository('2.0.0'))).toEqual(['major-chart']);
  });

  test('tells an artifact of manifests from a chart', () => {
    const source = 'OCIRepository/demo/r';
    const using = (tag: string) => {
      const spec = { ref: { tag } };
      const made = object('source.toolkit.fluxcd.io/v1', 'OCIRepository', 'r', { spec });
      return cluster([kustomization('a', [made]), kustomization('b', [], {}, { source })]);
    };
    const { changes } = planCluster({ base: using('1.9.0'), head: using('2.0.0') });
    expect(changes.flatMap(({ risks }) => risks.map(({ message }) => message))).toEqual([
      'artifact 1.9.0 → 2.0.0 (major)',
    ]);
  });

  test('is silent of a minor one', () => {
    expect(risksBetween(of('1.9.0'), of('1.10.0'))).toEqual([]);
  });
});

test('changed-recipients warns of new readers, and not of new ciphertext', () => {
  const secret = (data: string, ...names: string[]) => {
    const manifest = object('v1', 'Secret', 's', { data: { key: '[secret]' } });
    const sops = { age: names.map((recipient) => ({ recipient })), mac: data };
    const made = sealed(manifest, { data: { key: `ENC[${data}]` }, sops }, false);
    return cluster([kustomization('a', [made])]);
  };
  expect(risksBetween(secret('x', 'a'), secret('x', 'a', 'b'))).toEqual(['changed-recipients']);
  expect(risksBetween(secret('x', 'a'), secret('y', 'a'))).toEqual([]);
});
