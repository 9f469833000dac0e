import { describe, expect, test } from 'vitest';
import { complaints, configMap, kustomization, manifest, stateOf } from './cluster.ts';

async function dataWith(spec: object, files: Readonly<Record<string, string>>): Promise<unknown> {
  const state = await stateOf({
    'entry/app.yaml': kustomization('app', 'app', { postBuild: spec }),
    'app/cm.yaml': configMap('demo/app', { value: '${A}-${B:=b}' }),
    ...files,
  });
  const app = state.kustomizations.find(({ id }) => id === 'flux-system/app');
  return app?.objects[0]?.manifest['data'] ?? complaints(state);
}

const from = (...names: string[]): object => ({
  substituteFrom: names.map((name) => ({ kind: 'ConfigMap', name })),
});

describe('the variables of a Kustomization', () => {
  test('come from ConfigMaps of its namespace, whoever applies them', async () => {
    const files = { 'entry/values.yaml': configMap('flux-system/values', { A: 'one\ntwo' }) };
    expect(await dataWith(from('values'), files)).toEqual({ value: 'onetwo-b' });
  });

  test('of the spec win, then the later ConfigMap', async () => {
    const files = {
      'entry/one.yaml': configMap('flux-system/one', { A: '1', B: '1' }),
      'entry/two.yaml': configMap('flux-system/two', { A: '2', B: '2' }),
    };
    const spec = { ...from('one', 'two'), substitute: { B: '3' } };
    expect(await dataWith(spec, files)).toEqual({ value: '2-3' });
  });

  test('come from Secrets, with the text of stringData before data', async () => {
    const fields = 'data: { A: b2xk }\nstringData: { A: new }\n';
    const files = { 'entry/s.yaml': manifest('v1', 'Secret', 'flux-system/s', fields) };
    const spec = { substituteFrom: [{ kind: 'Secret', name: 's' }] };
    expect(await dataWith(spec, files)).toEqual({ value: 'new-b' });
  });

  test('of another namespace are missing', async () => {
    const files = { 'entry/values.yaml': configMap('other/values', { A: 'a' }) };
    expect(await dataWith(from('values'), files)).toEqual([
      'substitution-failed Kustomization flux-system/app',
    ]);
  });

  test('are awaited where they are optional, and then done without', async () => {
    const optional = [{ kind: 'ConfigMap', name: 'values', optional: true }];
    const spec = { substituteFrom: optional, substitute: { A: 'a' } };
    expect(await dataWith(spec, {})).toEqual({ value: 'a-b' });
    const files = {
      'entry/late.yaml': kustomization('late', 'late'),
      'late/values.yaml': configMap('flux-system/values', { B: 'late' }),
    };
    expect(await dataWith(spec, files)).toEqual({ value: 'a-late' });
  });

  test('that nothing defines fail, and the message names the object', async () => {
    expect(await dataWith({ substitute: { B: 'b' } }, {})).toEqual([
      'substitution-failed ConfigMap demo/app',
    ]);
  });

  test('that an operator makes are placeholders', async () => {
    const secret = manifest('external-secrets.io/v1', 'ExternalSecret', 'flux-system/values');
    const spec = { substituteFrom: [{ kind: 'Secret', name: 'values' }] };
    expect(await dataWith(spec, { 'entry/es.yaml': secret })).toEqual({ value: '(A)-b' });
  });

  test('are not looked for where every object opts out', async () => {
    const labels = '  labels:\n    kustomize.toolkit.fluxcd.io/substitute: disabled\n';
    const files = {
      'app/cm.yaml': manifest('v1', 'ConfigMap', 'demo/app', `${labels}data: { v: "\${A}" }\n`),
    };
    expect(await dataWith(from('gone'), files)).toEqual({ v: '${A}' });
  });

  test('that become numbers where text must be are refused', async () => {
    const annotations = '  annotations:\n    id: ${A}\n';
    const files = { 'app/cm.yaml': manifest('v1', 'ConfigMap', 'demo/app', annotations) };
    expect(await dataWith({ substitute: { A: '123' } }, files)).toEqual([
      'refused-object ConfigMap demo/app',
    ]);
  });

  test.each([
    ['is not set', 'one: a\n  two: ${C}\n', 'data.two', 7],
    ['is not set, below other lines', 'one: |\n    ${A}\n    ${C}\n', 'data.one', 8],
    ['is not set, in a key', 'one: a\n  ${C}: b\n', 'data.${C}', 7],
    ['is malformed', 'one: ${A}\n  two: ${A\n', 'data.two', 7],
  ])('have the line on which one %s', async (_, data, field, line) => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\ndata:\n  ${data}`;
    const { diagnostics } = await stateOf({
      'entry/app.yaml': kustomization('app', 'app', { postBuild: { substitute: { A: 'a' } } }),
      'app/cm.yaml': text,
    });
    expect(diagnostics).toMatchObject([
      { code: 'substitution-failed', location: { file: 'app/cm.yaml', field, line } },
    ]);
  });
});
