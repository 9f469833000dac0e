import { ScheduledJob, type ScheduledJobProps } from 'sluice/charts';
import { expect, test } from 'vitest';
import { objectsOf, production } from './objects.ts';

const job = (props: Partial<ScheduledJobProps> = {}) => ({
  image: 'docker.io/restic/restic:0.18.1',
  schedule: '15 3 * * *',
  ...props,
});

test('one run never begins while the one before goes on', () => {
  const { CronJob } = objectsOf((app) => new ScheduledJob(app, 'backup', job()));
  expect(CronJob).toMatchObject({
    metadata: { name: 'backup', namespace: 'demo' },
    spec: { schedule: '15 3 * * *', timeZone: 'Etc/UTC', concurrencyPolicy: 'Forbid' },
  });
});

test('a run that takes too long or fails too often ends', () => {
  const { CronJob } = objectsOf((app) => {
    new ScheduledJob(app, 'backup', job({ deadline: 60, retries: 0 }));
  });
  expect(CronJob).toHaveProperty('spec.jobTemplate.spec.activeDeadlineSeconds', 60);
  expect(CronJob).toHaveProperty('spec.jobTemplate.spec.backoffLimit', 0);
});

test('nobody connects to it', () => {
  const { NetworkPolicy } = objectsOf((app) => new ScheduledJob(app, 'backup', job()));
  expect(NetworkPolicy).toHaveProperty('spec.policyTypes', ['Ingress']);
  expect(NetworkPolicy).not.toHaveProperty('spec.ingress');
});

test('in production it reaches what it names, and no more', () => {
  const reaches = [{ namespace: 'minio', port: 9000 }];
  const { NetworkPolicy } = objectsOf((app) => {
    new ScheduledJob(app, 'backup', job({ reaches }));
  }, production);
  expect(NetworkPolicy).toHaveProperty('spec.egress.2', {
    to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'minio' } } }],
    ports: [{ port: 9000, protocol: 'TCP' }],
  });
});
