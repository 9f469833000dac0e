import { describe, expect, it } from 'vitest';
import type { AppChartProps, Cluster, ClusterProps } from '../../lib/index.ts';
import type { Synthesis } from '../../lib/synth/index.ts';
import {
  appIn,
  cleanSynth,
  clusterIn,
  configMapIn,
  kustomizationSpec,
  onlyDiagnostic,
  parsed,
} from '../support/fleet.ts';

function synthCluster(define: (cluster: Cluster) => void, props?: Partial<ClusterProps>) {
  return cleanSynth((fleet) => define(clusterIn(fleet, 'home', props)));
}

/** The spec of the Kustomization of an app with one object. */
function specOf(props: AppChartProps['kustomization'] = {}) {
  const synthesis = synthCluster((cluster) => {
    configMapIn(appIn(cluster, 'web', { kustomization: props }));
  });
  return kustomizationSpec(synthesis, props.name ?? 'web');
}

describe('the Kustomization of an app', () => {
  it('has defaults that suit real clusters', () => {
    expect(specOf()).toEqual({
      interval: '1h',
      retryInterval: '2m',
      timeout: '5m',
      prune: true,
      path: './clusters/home/apps/web',
      sourceRef: { kind: 'GitRepository', name: 'flux-system' },
    });
  });

  it('takes every setting that its app gives', () => {
    const settings = { interval: '10m', prune: false, deletionPolicy: 'Orphan' } as const;
    expect(specOf(settings)).toMatchObject(settings);
  });

  it('forces nothing', () => {
    expect(specOf()).not.toHaveProperty('force');
  });

  it('stands in the directory of flux, and that of flux in the entry', () => {
    const { tree } = synthCluster((cluster) => configMapIn(appIn(cluster)));
    expect([...tree.keys()].filter((path) => path.includes('/kustomization.'))).toEqual(
      [
        'clusters/home/flux-system/kustomization.yaml',
        'clusters/home/flux-system/kustomization.flux.yaml',
        'clusters/home/flux/kustomization.yaml',
        'clusters/home/flux/kustomization.web.yaml',
        'clusters/home/apps/web/kustomization.yaml',
      ].sort((a, b) => [...tree.keys()].indexOf(a) - [...tree.keys()].indexOf(b)),
    );
  });
});

describe('a Kustomization waits for health', () => {
  /** Renders an app `db` and one that comes after it. */
  function chain(kustomization: AppChartProps['kustomization'] = {}): Synthesis {
    return synthCluster((cluster) => {
      const db = appIn(cluster, 'db', { kustomization });
      configMapIn(appIn(cluster, 'web', { after: [db, cluster.flux] }));
    });
  }

  it('if another comes after it', () => {
    expect(kustomizationSpec(chain(), 'db')).toMatchObject({ wait: true });
  });

  it('for longer than a HelmRelease may take', () => {
    expect(kustomizationSpec(chain(), 'db')).toMatchObject({ timeout: '15m' });
  });

  it('only then', () => {
    expect(kustomizationSpec(chain(), 'web')).not.toHaveProperty('wait');
  });

  it('unless it has health checks of its own, which waiting would switch off', () => {
    const check = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', namespace: 'demo' };
    const spec = kustomizationSpec(chain({ healthChecks: [check] }), 'db');
    expect(spec).toMatchObject({ healthChecks: [check] });
    expect(spec).not.toHaveProperty('wait');
  });

  it('unless its app says otherwise', () => {
    expect(kustomizationSpec(chain({ wait: false }), 'db')).toMatchObject({ wait: false });
  });

  it('never if it is that of flux, which would wait for all apps', () => {
    expect(kustomizationSpec(chain(), 'flux')).not.toHaveProperty('wait');
  });
});

describe('name, namespace and path of a Kustomization can be set', () => {
  const kustomization = { name: 'data', namespace: 'tenants', path: './legacy/db' };
  const synthesis = synthCluster((cluster) => {
    const db = appIn(cluster, 'db', { kustomization });
    configMapIn(db, 'db');
    configMapIn(appIn(cluster, 'web', { after: [db] }));
    const near = { after: [db], kustomization: { namespace: 'tenants' } };
    configMapIn(appIn(cluster, 'near', near), 'near');
  });
  const file = 'clusters/home/flux/kustomization.tenants_data.yaml';

  it('so that it is that object', () => {
    expect(parsed(synthesis, file).metadata).toEqual({ name: 'data', namespace: 'tenants' });
  });

  it('so that others depend on it by that name, in its namespace', () => {
    const { dependsOn } = kustomizationSpec(synthesis, 'web');
    expect(dependsOn).toEqual([{ name: 'data', namespace: 'tenants' }]);
  });

  it('so that others of its namespace depend on it by name alone', () => {
    const { dependsOn } = kustomizationSpec(synthesis, 'tenants_near');
    expect(dependsOn).toEqual([{ name: 'data' }]);
  });

  it('so that it names the namespace of the source', () => {
    expect(parsed(synthesis, file)['spec']).toMatchObject({
      sourceRef: { kind: 'GitRepository', name: 'flux-system', namespace: 'flux-system' },
    });
  });

  it('so that its files are in that folder, and it applies that folder', () => {
    expect(parsed(synthesis, 'legacy/db/configmap.db.yaml').kind).toBe('ConfigMap');
    expect(parsed(synthesis, file)['spec']).toMatchObject({ path: './legacy/db' });
  });

  it('and the result says which Kustomization applies the app', () => {
    const apps = synthesis.clusters[0]?.apps ?? [];
    const { id, directory } = apps.find(({ app }) => app.node.id === 'db') ?? {};
    expect({ id, directory }).toEqual({ id: 'tenants/data', directory: 'legacy/db' });
  });
});

it('objects are put into targetNamespace, as Flux will do', () => {
  const synthesis = synthCluster((cluster) => {
    const app = appIn(cluster, 'web', { kustomization: { targetNamespace: 'moved' } });
    configMapIn(app, 'a', { metadata: { namespace: 'given' } });
  });
  const { metadata } = parsed(synthesis, 'clusters/home/apps/web/configmap.a.yaml');
  expect(metadata.namespace).toBe('moved');
});

describe('the entry of a cluster', () => {
  it('has a FluxInstance that syncs the entry', () => {
    const synthesis = synthCluster(() => undefined, {
      source: { url: 'ssh://git@example.org/a', branch: 'live', secret: 'git', interval: '5m' },
    });
    expect(parsed(synthesis, 'clusters/home/flux-system/fluxinstance.flux.yaml')).toMatchObject({
      metadata: { annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } },
      spec: {
        sync: {
          kind: 'GitRepository',
          url: 'ssh://git@example.org/a',
          ref: 'refs/heads/live',
          path: 'clusters/home/flux-system',
          interval: '5m',
          pullSecret: 'git',
        },
      },
    });
  });

  it('takes what is to differ in the FluxInstance', () => {
    const flux = { distribution: { version: '2.7.x', registry: 'example.org/flux' } };
    const synthesis = synthCluster(() => undefined, { flux });
    const path = 'clusters/home/flux-system/fluxinstance.flux.yaml';
    expect(parsed(synthesis, path)['spec']).toMatchObject(flux);
  });

  it('has no source and no root where the operator makes them', () => {
    const { tree } = synthCluster(() => undefined);
    expect([...tree.keys()].filter((path) => path.includes('/flux-system/')).sort()).toEqual([
      'clusters/home/flux-system/fluxinstance.flux.yaml',
      'clusters/home/flux-system/kustomization.flux.yaml',
      'clusters/home/flux-system/kustomization.yaml',
      'clusters/home/flux-system/namespace.flux-system.yaml',
    ]);
  });
});

describe('settings of a cluster', () => {
  const settings = { ZONE: 'a', COUNT: '3' };

  it('are a ConfigMap that wakes who reads it', () => {
    const synthesis = synthCluster(() => undefined, { settings });
    const path = 'clusters/home/flux/vars/configmap.cluster-settings.yaml';
    expect(parsed(synthesis, path)).toMatchObject({
      metadata: {
        namespace: 'flux-system',
        labels: { 'reconcile.fluxcd.io/watch': 'Enabled' },
      },
      data: settings,
    });
  });

  it('are listed by the kustomization.yaml of flux', () => {
    const synthesis = synthCluster(() => undefined, { settings });
    expect(parsed(synthesis, 'clusters/home/flux/kustomization.yaml')['resources']).toContain(
      'vars/configmap.cluster-settings.yaml',
    );
  });

  it('make no ConfigMap where there are none', () => {
    const { tree } = synthCluster(() => undefined);
    expect([...tree.keys()].join()).not.toContain('cluster-settings');
  });
});

it('a Kustomization outside flux-system cannot use what only flux-system holds', () => {
  const { location } = onlyDiagnostic((fleet) => {
    const cluster = clusterIn(fleet, 'home', { secrets: new URL('file:///none') });
    const app = appIn(cluster, 'web', { kustomization: { namespace: 'tenants' } });
    configMapIn(app, 'a', { data: { domain: cluster.secretVariable('DOMAIN') } });
  }, 'unknown-variable');
  expect(location.construct).toBe('home/web');
});
