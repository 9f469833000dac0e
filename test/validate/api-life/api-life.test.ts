import { expect, test } from 'vitest';
import { apiLife } from '../../../lib/validate/api-life/index.ts';
import type { KubernetesVersion } from '../../../lib/validate/schema/index.ts';
import { readSchemas } from '../../../lib/io/schema-data.ts';
import { Schemas } from '../../../lib/validate/schema/index.ts';
import { schemasWith, widgets } from '../schema/support.ts';

const lives = [
  [
    'policy/v1beta1',
    'PodDisruptionBudget',
    '1.36',
    { state: 'removed', removedIn: '1.25', replacement: 'policy/v1 PodDisruptionBudget' },
  ],
  [
    'extensions/v1beta1',
    'Ingress',
    '1.33',
    { state: 'removed', removedIn: '1.22', replacement: 'networking.k8s.io/v1 Ingress' },
  ],
  [
    'policy/v1beta1',
    'PodSecurityPolicy',
    '1.36',
    { state: 'removed', removedIn: '1.25', replacement: 'labels of Pod Security Admission' },
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta1',
    'FlowSchema',
    '1.36',
    {
      state: 'removed',
      removedIn: '1.26',
      replacement: 'flowcontrol.apiserver.k8s.io/v1 FlowSchema',
    },
  ],
  [
    'storage.k8s.io/v1beta1',
    'VolumeAttributesClass',
    '1.36',
    { state: 'ending', removedIn: '1.37', replacement: 'storage.k8s.io/v1 VolumeAttributesClass' },
  ],
  [
    'resource.k8s.io/v1beta2',
    'DeviceClass',
    '1.36',
    { state: 'deprecated', removedIn: '1.39', replacement: 'resource.k8s.io/v1 DeviceClass' },
  ],
  [
    'kustomize.toolkit.fluxcd.io/v1beta2',
    'Kustomization',
    '1.36',
    { state: 'removed', replacement: 'kustomize.toolkit.fluxcd.io/v1 Kustomization' },
  ],
  [
    'external-secrets.io/v1beta1',
    'ExternalSecret',
    '1.36',
    { state: 'removed', replacement: 'external-secrets.io/v1 ExternalSecret' },
  ],
  [
    'gateway.networking.k8s.io/v1alpha2',
    'TLSRoute',
    '1.36',
    { state: 'deprecated', replacement: 'gateway.networking.k8s.io/v1 TLSRoute' },
  ],
] as const;

test.each(lives)('%s %s in %s', (apiVersion, kind, kubernetes, life) => {
  const schemas = new Schemas({ kubernetes, load: readSchemas });
  expect(apiLife(apiVersion, kind, kubernetes, schemas)).toEqual(life);
});

test('what comes after the next two versions is not told of', () => {
  const kubernetes: KubernetesVersion = '1.34';
  const schemas = new Schemas({ kubernetes, load: readSchemas });
  expect(apiLife('resource.k8s.io/v1beta2', 'DeviceClass', kubernetes, schemas)).toBeUndefined();
});

test.each([
  ['apps/v1', 'Deployment'],
  ['example.com/v1', 'Widget'],
  ['cert-manager.io/v1', 'Certificate'],
])('nothing is known against %s %s', (apiVersion, kind) => {
  const schemas = schemasWith(widgets({ type: 'object' }));
  expect(apiLife(apiVersion, kind, '1.36', schemas)).toBeUndefined();
});

test('a version that the CRD of the tree does not define is not said to be removed', () => {
  expect(
    apiLife('example.com/v1beta1', 'Widget', '1.36', schemasWith(widgets({ type: 'object' }))),
  ).toBeUndefined();
});
