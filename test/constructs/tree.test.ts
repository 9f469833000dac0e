import { type ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { AppChart, Environment } from '../../lib/index.ts';
import { Fleet, isAppChart, isCluster, isFleet } from '../../lib/constructs/index.ts';
import { appIn, clusterIn, configMapIn, fleetOf } from '../support/fleet.ts';

describe('a fleet', () => {
  it('is an app of cdk8s', () => {
    const fleet = new Fleet();
    expect(App.of(clusterIn(fleet))).toBe(fleet);
  });

  it('knows its clusters in the order of their creation', () => {
    const fleet = fleetOf((each) => void ['b', 'a'].map((id) => clusterIn(each, id)));
    expect(fleet.clusters.map(({ node }) => node.id)).toEqual(['b', 'a']);
  });

  it('knows the apps of every cluster, wherever they stand', () => {
    const fleet = fleetOf((each) => {
      const cluster = clusterIn(each);
      appIn(new Construct(cluster, 'wrapper'), 'web', { after: [appIn(cluster, 'db')] });
    });
    expect(fleet.charts.map(({ node }) => node.path)).toEqual([
      'home/flux-system',
      'home/flux',
      'home/wrapper/web',
      'home/db',
    ]);
  });

  it('says who can render it where nobody was named', () => {
    expect(() => new Fleet().synth()).toThrow('make it with run()');
  });

  it('renders itself as one stream of YAML', () => {
    const fleet = fleetOf((each) => configMapIn(appIn(clusterIn(each)), 'settings'));
    const documents = fleet.synthYaml().split('---\n');
    expect(documents).toContain(
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: demo\n',
    );
  });

  it('keeps both of two constructs of one id, and says which they are', () => {
    const fleet = fleetOf((each) => {
      const app = appIn(clusterIn(each));
      for (const value of ['1', '2']) configMapIn(app, 'a', { data: { value } });
    });
    expect(fleet.duplicates.map(({ first, second }) => [first, second].map(valueOf))).toEqual([
      ['1', '2'],
    ]);
  });
});

function valueOf(construct: unknown): unknown {
  const { data } = (construct as ApiObject).toJson() as { data: { value: unknown } };
  return data.value;
}

describe('an app', () => {
  const cluster = clusterIn(new Fleet());
  const app = appIn(new Construct(cluster, 'wrapper'), 'web');

  it('knows its cluster', () => {
    expect(app.cluster).toBe(cluster);
  });

  it('has the environment of its cluster, or its own', () => {
    const own = appIn(cluster, 'own', { environment: Environment.staging });
    expect([app.environment, own.environment]).toEqual([
      Environment.production,
      Environment.staging,
    ]);
  });

  it('is found from anything in it, also through a chart of cdk8s', () => {
    const inner = new Construct(new Chart(app, 'chart'), 'inner');
    expect(AppChart.of(inner)).toBe(app);
  });

  it('is not found from outside', () => {
    expect(() => AppChart.of(cluster)).toThrow('home is in no app');
  });

  it('cannot stand outside a cluster', () => {
    expect(() => new AppChart(new Fleet(), 'web')).toThrow('web is in no Cluster');
  });

  it('gives its labels to its objects', () => {
    const labelled = appIn(cluster, 'labelled', { labels: { team: 'a' } });
    expect(configMapIn(labelled, 'a').metadata.getLabel('team')).toBe('a');
  });
});

it('what a construct is can be told without its class', () => {
  const fleet = new Fleet();
  const cluster = clusterIn(fleet);
  const found = [fleet, cluster, cluster.flux, {}, null].map((each) =>
    [isFleet, isCluster, isAppChart].map((is) => is(each)),
  );
  expect(found).toEqual([
    [true, false, false],
    [false, true, false],
    [false, false, true],
    [false, false, false],
    [false, false, false],
  ]);
});

describe('an environment picks', () => {
  it('the value that is named for it', () => {
    expect(Environment.staging.pick({ development: 1, staging: 2, production: 3 })).toBe(2);
  });

  it('the default where none is', () => {
    expect(Environment.staging.pick({ production: 3, default: 1 })).toBe(1);
  });

  it.each([0, '', false, null])('%j rather than the default', (value) => {
    expect(Environment.production.pick<unknown>({ production: value, default: 1 })).toBe(value);
  });
});
