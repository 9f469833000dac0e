import { AppRepository, Tenant } from 'sluice/charts';
import { datedBuild, Image } from 'sluice';
import { expect, test } from 'vitest';
import { objectsOf, production } from './objects.ts';

const team = {
  url: 'https://github.com/example/team-a',
  branch: 'main',
  path: './deploy',
  quota: { pods: '40' },
};

test("a tenant's repository is applied as the tenant, in the tenant's namespace only", () => {
  const { Kustomization, RoleBinding } = objectsOf((app) => new Tenant(app, 'team-a', team));
  expect(Kustomization).toMatchObject({
    metadata: { namespace: 'team-a' },
    spec: { serviceAccountName: 'team-a', targetNamespace: 'team-a' },
  });
  expect(RoleBinding).toMatchObject({
    metadata: { namespace: 'team-a' },
    subjects: [{ kind: 'ServiceAccount', name: 'team-a', namespace: 'team-a' }],
  });
});

test("a tenant's namespace enforces the restricted profile and outlives a mistake", () => {
  const { Namespace } = objectsOf((app) => new Tenant(app, 'team-a', team));
  expect(Namespace?.metadata).toMatchObject({
    name: 'team-a',
    labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
  });
});

test('pods that ask for nothing fit into the quota of a tenant', () => {
  const { LimitRange, ResourceQuota } = objectsOf((app) => new Tenant(app, 'team-a', team));
  expect(ResourceQuota).toHaveProperty('spec.hard', { pods: '40' });
  expect(LimitRange).toHaveProperty('spec.limits.0.defaultRequest');
});

const url = 'ssh://git@github.com/example/notes';

test('an app of its own repository is on the branch and the overlay of its environment', () => {
  const develop = objectsOf((app) => new AppRepository(app, 'source', { url }));
  const main = objectsOf((app) => new AppRepository(app, 'source', { url }), production);
  expect(develop['GitRepository']).toHaveProperty('spec.ref', { branch: 'develop' });
  expect(develop['Kustomization']).toHaveProperty('spec.path', './k8s/dev');
  expect(main['GitRepository']).toHaveProperty('spec.ref', { branch: 'main' });
  expect(main['Kustomization']).toHaveProperty('spec.path', './k8s/prod');
});

test('an app of its own repository may write to its namespace only', () => {
  const { Kustomization, RoleBinding } = objectsOf((app) => {
    new AppRepository(app, 'source', { url });
  });
  expect(Kustomization).toMatchObject({
    spec: { serviceAccountName: 'source', targetNamespace: 'demo' },
  });
  expect(RoleBinding).toMatchObject({
    metadata: { namespace: 'demo' },
    roleRef: { kind: 'ClusterRole', name: 'admin' },
    subjects: [{ kind: 'ServiceAccount', name: 'source', namespace: 'demo' }],
  });
});

test('tags are committed to the overlay of the environment', () => {
  const image = Image.of('ghcr.io/example/notes', {
    tag: 'dev-20261120.1',
    policy: datedBuild('dev-'),
  });
  const { ImageUpdateAutomation } = objectsOf((app) => {
    new AppRepository(app, 'source', { url, secret: 'deploy-key', images: [image] });
  });
  expect(ImageUpdateAutomation).toMatchObject({
    spec: { git: { push: { branch: 'develop' } }, update: { path: './k8s/dev' } },
  });
});
