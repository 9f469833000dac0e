import { describe, expect, test } from 'vitest';
import { errorAt } from '../../lib/core/index.ts';
import { planCluster } from '../../lib/plan/index.ts';
import type { ReconciledRelease } from '../../lib/reconcile/index.ts';
import { inCluster, risksBetween } from './rules/support.ts';
import {
  changesOf,
  claim,
  cluster,
  configMap,
  inWords,
  kustomization as k,
  object,
  planned,
  release,
} from './support.ts';

const data = claim('data');
const opaque = { status: 'opaque' } as const;
const failed = { status: 'failed' } as const;

describe('a Kustomization of which is not known what it had applied', () => {
  test.each([opaque, failed])('is a danger to remove, unless it prunes nothing', (unknown) => {
    const without = inCluster();
    expect(risksBetween(inCluster(k('a', [], {}, unknown)), without)).toEqual(['unknown-deletion']);
    expect(risksBetween(inCluster(k('a', [], { prune: false }, unknown)), without)).toEqual([]);
    expect(risksBetween(inCluster(k('a', [data], { suspend: true })), without)).toEqual([]);
  });

  test.each([opaque, failed])('is a danger to apply again, unless it prunes nothing', (unknown) => {
    const next = (prune: boolean) => inCluster(k('a', [configMap('c')], { prune }));
    expect(risksBetween(inCluster(k('a', [], {}, unknown)), next(true))).toEqual(['unknown-base']);
    expect(risksBetween(inCluster(k('a', [], {}, unknown)), next(false))).toEqual([]);
  });

  test('is silent where it stays so', () => {
    const state = inCluster(k('a', [], {}, opaque));
    expect(risksBetween(state, state)).toEqual([]);
  });
});

describe('a Kustomization of which is not known what it will apply', () => {
  const at = (path: string, more = {}) => inCluster(k('a', [], { path, ...more }, opaque));

  test('is a danger if its path or source changes', () => {
    expect(risksBetween(at('x'), at('y'))).toEqual(['unknown-deletion']);
    const sourceRef = { kind: 'OCIRepository', name: 'b' };
    expect(risksBetween(at('x'), at('x', { sourceRef }))).toEqual(['unknown-deletion']);
    expect(risksBetween(at('x'), at('x', { interval: '5m' }))).toEqual([]);
  });

  test('is a danger if its source gets another revision', () => {
    const source = 'OCIRepository/demo/s';
    const picking = (tag: string) => {
      const repository = object('source.toolkit.fluxcd.io/v1', 'OCIRepository', 's', {
        spec: { url: 'oci://example.org/s', ref: { tag } },
      });
      return inCluster(k('sources', [repository]), k('a', [], {}, { ...opaque, source }));
    };
    expect(risksBetween(picking('1.0.0'), picking('1.1.0'))).toEqual(['unknown-deletion']);
  });

  test('is no stopped one: Flux goes on with it', () => {
    expect(risksBetween(inCluster(k('a', [data])), inCluster(k('a', [], {}, opaque)))).toEqual([
      'unknown-owner',
    ]);
  });
});

test('what a failing parent had applied stays, with all that it has', () => {
  const tree = [k('parent', []), k('a', [data], {}, { parent: 'parent' })];
  expect(planned(tree, [k('parent', [], {}, failed)])).toEqual([]);
});

describe('the base', () => {
  const location = { object: 'Kustomization flux-system/a' };
  const error = errorAt('build-failed', location, 'no such file');
  const saidOf = (base: object, head: object, unknown: object = failed) => {
    const state = inCluster(k('a', [], {}, unknown));
    return planCluster({ base: { ...state, ...base }, head: { ...state, ...head } }).diagnostics;
  };
  const mine = { diagnostics: [error] };

  test('is said to fail where the head does not say the same', () => {
    const message = 'in the base: no such file';
    expect(saidOf(mine, {})).toEqual([{ ...error, severity: 'warning', message }]);
    expect(saidOf(mine, mine)).toEqual([error]);
  });

  test('is not where the cluster itself has said what it applied', () => {
    expect(saidOf(mine, {}, {})).toEqual([]);
  });
});

describe('a release whose chart is not at hand', () => {
  const chartOf = (chart: string, more = {}) => ({
    chart: { spec: { chart, version: '1.0.0', sourceRef: { kind: 'HelmRepository', name: 'r' } } },
    ...more,
  });
  const unknown = (spec: Parameters<typeof release>[2], more: Partial<ReconciledRelease> = {}) =>
    cluster([], [release('r', [], spec, { ...opaque, chart: undefined, ...more })]);
  const target = { name: 'r', namespace: 'demo', storageNamespace: 'demo' };

  test.each([
    ['release name', { ...target, name: 'x' }],
    ['target namespace', { ...target, namespace: 'x' }],
    ['storage namespace', { ...target, storageNamespace: 'x' }],
  ])('is uninstalled for another %s', (_, other) => {
    const head = unknown({ ...chartOf('redis'), changed: true }, { target: other });
    expect(risksBetween(unknown(chartOf('redis')), head)).toEqual(['changed-release-target']);
  });

  test('is uninstalled for a chart of another name, and not for another version', () => {
    const base = unknown(chartOf('redis'));
    expect(risksBetween(base, unknown(chartOf('valkey')))).toEqual(['changed-release-target']);
    expect(risksBetween(base, unknown(chartOf('redis', { interval: '1m' })))).toEqual([]);
  });

  test('loses what the old chart had, where that is known', () => {
    const base = cluster([], [release('r', [data], chartOf('r'))]);
    expect(inWords(changesOf(base, unknown(chartOf('other'))))).toEqual([
      'deleted PersistentVolumeClaim data (changed-target)',
    ]);
  });

  test('has the name that the URL of its OCIRepository ends with', () => {
    const chart = (name: string) => {
      const repository = object('source.toolkit.fluxcd.io/v1', 'OCIRepository', name, {
        spec: { url: `oci://example.org/charts/${name}` },
      });
      const spec = { chartRef: { kind: 'OCIRepository', name } };
      const made = release('r', [], spec, { ...opaque, chart: undefined });
      return cluster([k('sources', [repository])], [made]);
    };
    expect(risksBetween(chart('redis'), chart('valkey'))).toEqual(['changed-release-target']);
  });
});

describe('what moves to another Kustomization', () => {
  test('is uninstalled on the way if it is a release', () => {
    const under = (owner: string, more: Partial<ReconciledRelease>) =>
      cluster([k('a', []), k('b', [])], [release('r', [], {}, { owner, ...more })]);
    expect(risksBetween(under('flux-system/a', opaque), under('flux-system/b', opaque))).toContain(
      'uninstalled-release',
    );
    const suspended = { status: 'suspended' } as const;
    const off = (owner: string) =>
      cluster(
        [k('a', []), k('b', [])],
        [release('r', [], { suspend: true }, { owner, ...suspended })],
      );
    expect(risksBetween(off('flux-system/a'), off('flux-system/b'))).toEqual(['moved-object']);
  });

  test('is finalized on the way if it is a Kustomization', () => {
    const under = (parent: string, status = {}) =>
      cluster([k('p', []), k('q', []), k('a', [data], {}, { parent, ...status })]);
    expect(risksBetween(under('p'), under('q'))).toContain('finalized-kustomization');
    expect(risksBetween(under('p', opaque), under('q', opaque))).toContain('unknown-deletion');
  });
});
