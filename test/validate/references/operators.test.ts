import { describe, expect, test } from 'vitest';
import { findingsIn } from '../support.ts';

const object = (api: string, kind: string, name: string, spec = '{}'): string =>
  `apiVersion: ${api}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: demo }\nspec: ${spec}\n---\n`;

const scaler = (kind: string, name: string): string =>
  object(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    'more',
    `{ maxReplicas: 2, scaleTargetRef: { apiVersion: apps/v1, kind: ${kind}, name: ${name} } }`,
  );
const lost = object(
  'v1',
  'Service',
  'lost',
  '{ selector: { app: nothing }, ports: [{ port: 80 }] }',
);

describe('what operators make of their own kinds', () => {
  test('is there: the StatefulSet and the Services of a Prometheus', async () => {
    const ingress = `{ defaultBackend: { service: { name: prometheus-operated, port: { number: 9090 } } } }`;
    const text =
      object('monitoring.coreos.com/v1', 'Prometheus', 'k8s') +
      scaler('StatefulSet', 'prometheus-k8s') +
      object('networking.k8s.io/v1', 'Ingress', 'metrics', ingress) +
      lost;
    expect(await findingsIn(text)).toEqual([]);
  });

  test('is there: the Deployment of a Gateway', async () => {
    const text =
      object('gateway.networking.k8s.io/v1', 'Gateway', 'outside') +
      scaler('Deployment', 'outside-istio');
    expect(await findingsIn(text)).toEqual([]);
  });

  test('is not there for kinds that only name others', async () => {
    const text =
      object('monitoring.coreos.com/v1', 'ServiceMonitor', 'web') +
      object('discovery.k8s.io/v1', 'EndpointSlice', 'web') +
      lost;
    expect(await findingsIn(text)).toEqual(['unmatched-service Service demo/lost spec.selector']);
  });
});
