import { expect, test } from 'vitest';
import { configMap, kustomization, stateOf, statuses } from './cluster.ts';

const large = `# ${'x'.repeat(1024 * 1024)}\n`;
const app = { 'entry/app.yaml': kustomization('app', 'app'), 'app/a.yaml': configMap('demo/a') };

test.each([
  ['that is built', { 'app/kustomization.yaml': large }, 'app/kustomization.yaml'],
  [
    'of a folder below',
    {
      'app/kustomization.yaml': 'resources: [more]\n',
      'app/more/kustomization.yaml': `${large}resources: []\n`,
    },
    'app/more/kustomization.yaml',
  ],
])('a kustomization.yaml %s has a limit', async (_, files, file) => {
  const state = await stateOf({ ...app, ...files });
  expect(statuses(state)['app']).toBe('failed');
  expect(state.diagnostics).toMatchObject([{ code: 'file-too-large', location: { file } }]);
});

test('a .sourceignore has a limit', async () => {
  const state = await stateOf({ ...app, 'app/.sourceignore': large });
  expect(statuses(state)).toEqual({ 'flux-system': 'opaque' });
  expect(state.diagnostics).toMatchObject([
    { code: 'file-too-large', severity: 'error', location: { file: 'app/.sourceignore' } },
  ]);
});
