import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { AppChart, suppress } from '../../lib/index.ts';
import { Fleet, placeOfSuppression, suppressionsIn } from '../../lib/constructs/index.ts';
import { clusterIn } from '../support/fleet.ts';

const newCluster = () => clusterIn(new Fleet());

describe('suppress()', () => {
  test('is kept for the cluster, with where it was said', () => {
    const cluster = newCluster();
    const app = new AppChart(cluster, 'web');
    suppress(app, 'missing-secret', 'made by hand');
    const [said] = suppressionsIn(cluster);
    expect(said).toMatchObject({ construct: app, code: 'missing-secret', reason: 'made by hand' });
    expect(said && placeOfSuppression(said)?.file).toMatch(/judging\.test\.ts$/);
  });

  test('wants a reason, and a construct in a cluster', () => {
    const cluster = newCluster();
    expect(() => suppress(cluster, 'missing-secret', ' ')).toThrow('needs the reason');
    const alone = new Construct(new Fleet(), 'x');
    expect(() => suppress(alone, 'missing-secret', 'so')).toThrow('in no Cluster');
  });
});

describe('the severities of a fleet', () => {
  test('are those of the environment, and what is said later wins', () => {
    const cluster = newCluster();
    const fleet = cluster.node.root as Fleet;
    fleet.severities({ 'uncovered-pod': { production: 'error', default: 'off' }, own: 'warning' });
    fleet.severities({ own: 'off' });
    expect(fleet.severitiesIn(cluster.environment)).toEqual({
      'uncovered-pod': 'error',
      own: 'off',
    });
  });
});

describe("a cluster's own rules", () => {
  const rule = { about: 'objects', code: 'no-demo' } as const;

  test('are kept in the order in which they were added', () => {
    const cluster = newCluster();
    cluster.rules([rule]);
    cluster.rules([{ ...rule, code: 'other' }]);
    expect(cluster.ownRules.map(({ code }) => code)).toEqual(['no-demo', 'other']);
  });

  test('have a code each', () => {
    const cluster = newCluster();
    expect(() => cluster.rules([rule, rule])).toThrow('has a rule no-demo already');
  });
});
