import { manifestsOf, testCluster } from 'sluice/testing';
import { expect, test } from 'vitest';
import { PrometheusStack } from '../../apps/prometheus/index.ts';

const release = manifestsOf(new PrometheusStack(testCluster(), 'prometheus')).find(
  ({ kind }) => kind === 'HelmRelease',
);

test('what the webhook of the operator notes on rules is no drift', () => {
  expect(release).toHaveProperty('spec.driftDetection', {
    mode: 'enabled',
    ignore: [
      {
        paths: ['/metadata/annotations/prometheus-operator-validated'],
        target: { kind: 'PrometheusRule' },
      },
    ],
  });
});

test('what is measured outlives the pod', () => {
  const path = 'spec.values.prometheus.prometheusSpec.storageSpec.volumeClaimTemplate.spec';
  expect(release).toHaveProperty(`${path}.resources.requests.storage`, '10Gi');
});
