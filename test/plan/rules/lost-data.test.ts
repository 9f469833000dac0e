import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../lib/kubernetes/index.ts';
import { claim, cluster, clusterObject, configMap, object, release, told } from '../support.ts';
import { risksBetween, risksOf } from './support.ts';

const crd = clusterObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'x');
const deletions: [string, Manifest][] = [
  ['deleted-volume-claim', claim('data')],
  ['deleted-stateful-set', object('apps/v1', 'StatefulSet', 'db')],
  ['deleted-namespace', clusterObject('v1', 'Namespace', 'demo')],
  ['deleted-definition', crd],
  ['deleted-data', object('postgresql.cnpg.io/v1', 'Cluster', 'db')],
];

describe.each(deletions)('%s', (code, lost) => {
  test('warns of a deletion', () => {
    expect(risksOf([lost], [])).toEqual([code]);
  });

  test('is silent where the object stays', () => {
    expect(risksOf([told(lost, { prune: 'disabled' })], [])).toEqual([]);
  });

  test('warns of a deletion by Helm as well', () => {
    const [base, head] = [cluster([], [release('r', [lost])]), cluster([], [release('r', [])])];
    expect(risksBetween(base, head)).toEqual([code]);
  });
});

test('other kinds hold no data', () => {
  expect(risksOf([configMap('c'), object('demo.io/v1', 'Cluster', 'db')], [])).toEqual([]);
});

describe('uninstalled-release', () => {
  const removed = (...given: Parameters<typeof release>) =>
    risksBetween(cluster([], [release(...given)]), cluster([]));

  test('warns where the chart holds data, or cannot be known', () => {
    expect(removed('r', [claim('data')])).toContain('uninstalled-release');
    expect(removed('r', [], {}, { status: 'opaque' })).toEqual(['uninstalled-release']);
  });

  test('is silent where it holds none, or is suspended', () => {
    expect(removed('r', [configMap('c')])).toEqual([]);
    expect(removed('r', [claim('data')], { suspend: true })).toEqual([]);
  });
});

describe('changed-release-target', () => {
  const to = (namespace: string, more = {}) =>
    cluster(
      [],
      [
        release(
          'r',
          [configMap('c')],
          { targetNamespace: namespace, ...more },
          {
            target: { name: 'r', namespace, storageNamespace: 'demo' },
          },
        ),
      ],
    );

  test('warns of another namespace', () => {
    expect(risksBetween(to('a'), to('b'))).toEqual(['changed-release-target']);
  });

  test('is silent of other values', () => {
    expect(risksBetween(to('a'), to('a', { values: { x: 1 } }))).toEqual([]);
  });
});
