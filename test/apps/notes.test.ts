import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { checkout } from '../../tools/process.ts';
import { program } from '../../tools/programs.ts';
import { run } from '../../tools/run.ts';

/** The objects of an overlay of the app's own repository, by their kinds. */
async function overlay(name: string): Promise<Record<string, unknown>> {
  const folder = join(checkout, 'examples/app-repository/k8s', name);
  const text = await run(await program('kustomize'), ['build', folder]);
  const objects = parseAllDocuments(text).map((each) => each.toJS() as { kind: string });
  return Object.fromEntries(objects.map((each) => [each.kind, each]));
}

const container = 'spec.template.spec.containers.0';

test('in production it has higher limits, closer probes and a budget for disruptions', async () => {
  const [dev, prod] = await Promise.all([overlay('dev'), overlay('prod')]);
  expect(dev['Deployment']).toHaveProperty(`${container}.resources.limits.memory`, '256Mi');
  expect(prod['Deployment']).toHaveProperty(`${container}.resources.limits.memory`, '512Mi');
  expect(dev['Deployment']).toHaveProperty(`${container}.readinessProbe.periodSeconds`, 30);
  expect(prod['Deployment']).toHaveProperty(`${container}.readinessProbe`, {
    httpGet: { path: '/ready', port: 'http' },
    periodSeconds: 5,
  });
  expect(dev['Deployment']).not.toHaveProperty(`${container}.livenessProbe`);
  expect(prod['Deployment']).toHaveProperty(`${container}.livenessProbe`);
  expect(Object.keys(prod).filter((kind) => !(kind in dev))).toEqual(['PodDisruptionBudget']);
});

test('in production it reaches the name server only, and elsewhere everything', async () => {
  const [dev, prod] = await Promise.all([overlay('dev'), overlay('prod')]);
  expect(dev['NetworkPolicy']).not.toHaveProperty('spec.egress');
  expect(prod['NetworkPolicy']).toMatchObject({
    spec: {
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ ports: [{ port: 'http' }] }],
      egress: [{ ports: [{ port: 53 }, { port: 53 }] }],
    },
  });
});
