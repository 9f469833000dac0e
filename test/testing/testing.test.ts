import { AppChart, Cluster, Environment } from 'sluice';
import * as kplus from 'cdk8s-plus-28';
import { ApiObject } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  type Diagnostic,
  DiagnosticError,
  manifestsOf,
  testCluster,
} from '../../lib/testing/index.ts';

const object = { apiVersion: 'v1', kind: 'ConfigMap' };

describe('a test cluster', () => {
  it('is a cluster of its own', () => {
    expect(testCluster()).toBeInstanceOf(Cluster);
    expect(testCluster().node.root).not.toBe(testCluster().node.root);
  });

  it('takes the props that matter to a test', () => {
    const cluster = testCluster({ environment: Environment.production, domain: 'a.example' });
    expect([cluster.environment, cluster.domain]).toEqual([Environment.production, 'a.example']);
  });
});

describe('the manifests of an app', () => {
  it('are its own, resolved and named', () => {
    const app = new AppChart(testCluster(), 'web', { namespace: 'demo', labels: { a: 'b' } });
    new ApiObject(app, 'config', { ...object, data: { a: 'b' } });
    new ApiObject(new AppChart(app.cluster, 'other', { namespace: 'demo' }), 'other', object);
    expect(manifestsOf(app)).toEqual([
      {
        ...object,
        metadata: { name: 'config', namespace: 'demo', labels: { a: 'b' } },
        data: { a: 'b' },
      },
    ]);
  });

  it('are in the order in which Flux applies them', () => {
    const app = new AppChart(testCluster(), 'web', { namespace: 'demo' });
    new kplus.Deployment(app, 'web', { containers: [{ image: 'nginx', portNumber: 80 }] });
    new kplus.ConfigMap(app, 'config');
    new kplus.ClusterRole(app, 'role');
    expect(manifestsOf(app).map(({ kind }) => kind)).toEqual([
      'ClusterRole',
      'ConfigMap',
      'Deployment',
    ]);
  });

  it('are not to be had where something is wrong, which the error says', () => {
    const app = new AppChart(testCluster(), 'web');
    new ApiObject(app, 'config', object);
    expect(() => manifestsOf(app)).toThrow('missing-namespace: ConfigMap config has no namespace');
  });

  it('are refused by an error that carries each diagnostic', () => {
    const app = new AppChart(testCluster(), 'web');
    for (const id of ['a', 'b']) new ApiObject(app, id, object);
    let diagnostics: readonly Diagnostic[] = [];
    try {
      manifestsOf(app);
    } catch (error) {
      if (error instanceof DiagnosticError) ({ diagnostics } = error);
    }
    expect(diagnostics.map(({ code }) => code)).toEqual(['missing-namespace', 'missing-namespace']);
  });

  it('are those that cdk8s asks a chart for', () => {
    const app = new AppChart(testCluster(), 'web', { namespace: 'demo' });
    new ApiObject(app, 'config', object);
    expect(app.toJson()).toEqual(manifestsOf(app));
  });
});
