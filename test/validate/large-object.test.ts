import { expect, test } from 'vitest';
import { deployment, file, kustomization, object } from './objects.ts';
import { findingsIn } from './support.ts';

const large = (bytes: number) =>
  file('clusters/home/large.yaml', kustomization('large')) +
  file('large/a.yaml', object('v1', 'ConfigMap', 'large', { data: { a: 'x'.repeat(bytes) } }));
const beside = deployment({
  env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a' } } }],
});

test('an object of 10 MB is named with its file, and the rest is judged', async () => {
  expect(await findingsIn(`${beside}\n${large(10 * 1024 * 1024)}`)).toEqual([
    expect.stringMatching(/^missing-key Deployment demo\/web /),
    'file-too-large Kustomization flux-system/large',
  ]);
});
