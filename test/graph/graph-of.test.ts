import { describe, expect, test } from 'vitest';
import { graphOf } from '../../lib/graph/index.ts';
import { objectId } from '../../lib/kubernetes/index.ts';
import { after, cluster, kustomization as k, object } from '../plan/support.ts';

const appOf = (spec: Parameters<typeof k>[2]) => graphOf(cluster([k('a', [], spec)])).apps.at(-1);

describe('an app', () => {
  test('is Ready by wait, which makes health checks count for nothing', () => {
    expect(appOf({ wait: true, healthChecks: [{}, {}] })).toMatchObject({
      readyBy: 'wait',
      healthChecks: 0,
    });
    expect(appOf({ healthChecks: [{}, {}] })).toMatchObject({
      readyBy: 'healthChecks',
      healthChecks: 2,
    });
    expect(appOf({ wait: false })).toMatchObject({ readyBy: 'none' });
  });

  test('that nothing applies is missing where another waits for it', () => {
    const { apps } = graphOf(cluster([k('a', [], after('b'))]));
    expect(apps.map(({ id, status }) => `${id} ${status}`)).toContain('flux-system/b missing');
  });

  test('has the problems that are said of it', () => {
    const state = cluster([k('a', [], {}, { status: 'failed' })]);
    const location = { object: 'Kustomization flux-system/a' };
    const diagnostics = [
      { code: 'build-failed', severity: 'error', message: 'no', location },
    ] as const;
    expect(graphOf({ ...state, diagnostics }).apps.at(-1)?.problems).toEqual(['no']);
  });

  test('and its source are named as they may be shown', () => {
    const made = (name: string) => ({
      ...k(name, []).manifest,
      spec: { sourceRef: { kind: 'GitRepository', name: `${name}-source` } },
    });
    const secret = {
      ...k('secret', [], {}, { source: 'GitRepository/flux-system/secret-source' }),
      shown: { id: 'flux-system/(PW)', path: '(PW)', target: '', dependsOn: [] },
    };
    const state = cluster([]);
    const [root] = state.kustomizations;
    const shown = { id: objectId(made('secret')), manifest: made('secret'), shown: made('(PW)') };
    const graph = graphOf({ ...state, kustomizations: [{ ...root!, objects: [shown] }, secret] });
    expect(JSON.stringify(graph)).not.toContain('secret');
    expect(graph.sources.map(({ id }) => id)).toContain('GitRepository/flux-system/(PW)-source');
  });
});

test('a source has its address, without what logs in', () => {
  const repository = object('source.toolkit.fluxcd.io/v1', 'GitRepository', 'a', {
    metadata: { namespace: 'flux-system' },
    spec: { url: 'https://user:token@example.org/a' },
  });
  const state = cluster([k('a', [repository], {}, { source: 'GitRepository/flux-system/a' })]);
  expect(graphOf(state).sources).toContainEqual({
    id: 'GitRepository/flux-system/a',
    url: 'https://example.org/a',
  });
});
