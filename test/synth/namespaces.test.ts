import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Include } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import { type Cluster, Namespace } from '../../lib/index.ts';
import type { Synthesis } from '../../lib/synth/index.ts';
import {
  appIn,
  cleanSynth,
  clusterIn,
  configMapIn,
  onlyDiagnostic,
  parsed,
} from '../support/fleet.ts';
import { temporaryFolder } from '../support/folder.ts';

function synthCluster(define: (cluster: Cluster) => void): Synthesis {
  return cleanSynth((fleet) => define(clusterIn(fleet)));
}

/** Where Namespaces are defined, without those that every cluster has. */
function namespaces(define: (cluster: Cluster) => void): string[] {
  const files = [...synthCluster(define).tree.keys()].filter((file) =>
    file.includes('/namespace.'),
  );
  return files.filter((file) => !file.endsWith('/namespace.flux-system.yaml')).sort();
}

describe('a namespace that apps name and nobody defines', () => {
  it('is generated once, for flux', () => {
    const found = namespaces((cluster) => {
      for (const id of ['a', 'b']) configMapIn(appIn(cluster, id), id);
    });
    expect(found).toEqual(['clusters/home/flux/namespace.demo.yaml']);
  });

  it('is never pruned', () => {
    const synthesis = synthCluster((cluster) => configMapIn(appIn(cluster)));
    expect(parsed(synthesis, 'clusters/home/flux/namespace.demo.yaml')).toEqual({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'demo',
        annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
      },
    });
  });

  it('may be named by one object alone', () => {
    const found = namespaces((cluster) => {
      configMapIn(appIn(cluster, 'a', { namespace: 'kube-system' }), 'a', {
        metadata: { namespace: 'extra' },
      });
    });
    expect(found).toEqual(['clusters/home/flux/namespace.extra.yaml']);
  });

  it('may be that of a Kustomization', () => {
    const found = namespaces((cluster) => {
      const kustomization = { namespace: 'tenants' };
      configMapIn(appIn(cluster, 'a', { namespace: 'default', kustomization }), 'a');
    });
    expect(found).toEqual(['clusters/home/flux/namespace.tenants.yaml']);
  });

  it('may be a targetNamespace, which takes the place of the others', () => {
    const found = namespaces((cluster) => {
      configMapIn(appIn(cluster, 'a', { kustomization: { targetNamespace: 'moved' } }), 'a');
    });
    expect(found).toEqual(['clusters/home/flux/namespace.moved.yaml']);
  });

  it('is generated in each cluster', () => {
    const { tree } = cleanSynth((fleet) => {
      for (const name of ['home', 'lab']) configMapIn(appIn(clusterIn(fleet, name)));
    });
    expect([...tree.keys()]).toContain('clusters/lab/flux/namespace.demo.yaml');
  });
});

it.each(['default', 'kube-system', 'kube-public', 'kube-node-lease', 'flux-system'])(
  'the namespace %s, which exists already, is not generated',
  (namespace) => {
    expect(namespaces((cluster) => configMapIn(appIn(cluster, 'a', { namespace })))).toEqual([]);
  },
);

describe('a namespace that an app defines is not generated', () => {
  const owned = ['clusters/home/apps/web/namespace.demo.yaml'];

  it('as a Namespace of Sluice, which Flux never prunes', () => {
    const define = (cluster: Cluster) => {
      const app = appIn(cluster);
      new Namespace(app, 'demo', { metadata: { labels: { a: 'b' }, annotations: { c: 'd' } } });
      configMapIn(app);
    };
    expect(namespaces(define)).toEqual(owned);
    expect(parsed(synthCluster(define), owned[0] ?? '').metadata).toEqual({
      name: 'demo',
      labels: { a: 'b' },
      annotations: { c: 'd', 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
    });
  });

  it('as a Namespace of cdk8s-plus', () => {
    const found = namespaces((cluster) => {
      const app = appIn(cluster);
      new kplus.Namespace(app, 'namespace', { metadata: { name: 'demo' } });
      configMapIn(app);
    });
    expect(found).toEqual(owned);
  });

  it('in a file that it includes', () => {
    const url = path.join(temporaryFolder(), 'namespace.yaml');
    writeFileSync(url, 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: demo\n');
    const found = namespaces((cluster) => {
      const app = appIn(cluster);
      new Include(app, 'include', { url });
      configMapIn(app);
    });
    expect(found).toEqual(owned);
  });

  it('though another app names it', () => {
    const found = namespaces((cluster) => {
      configMapIn(appIn(cluster, 'other'), 'other');
      new Namespace(appIn(cluster), 'demo');
    });
    expect(found).toEqual(owned);
  });
});

describe('a namespace with two owners is an error', () => {
  it('that names the later and the earlier one', () => {
    const { location, related } = onlyDiagnostic((fleet) => {
      const cluster = clusterIn(fleet);
      for (const id of ['a', 'b']) new Namespace(appIn(cluster, id), 'demo');
    }, 'namespace-owned-twice');
    expect(location.construct).toBe('home/b/demo');
    expect(related?.[0]?.construct).toBe('home/a/demo');
  });

  it('if it is that of Flux', () => {
    const { message } = onlyDiagnostic((fleet) => {
      new Namespace(appIn(clusterIn(fleet)), 'flux-system');
    }, 'namespace-owned-twice');
    expect(message).toContain('Namespace flux-system');
  });
});

describe('objects of the whole cluster have no namespace', () => {
  it('though their app has one', () => {
    const synthesis = synthCluster((cluster) => {
      new kplus.ClusterRole(appIn(cluster), 'all');
    });
    const { metadata } = parsed(synthesis, 'clusters/home/apps/web/clusterrole.all.yaml');
    expect(metadata).toEqual({ name: 'all' });
  });

  it('if a CRD of the cluster says so', () => {
    const synthesis = synthCluster((cluster) => {
      const spec = { group: 'example.org', scope: 'Cluster', names: { kind: 'Zone' } };
      configMapIn(appIn(cluster, 'crds'), 'crd', {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'zones.example.org' },
        spec,
      });
      configMapIn(appIn(cluster), 'zone', { apiVersion: 'example.org/v1', kind: 'Zone' });
    });
    const { metadata } = parsed(synthesis, 'clusters/home/apps/web/zone.zone.example.org.yaml');
    expect(metadata).toEqual({ name: 'zone' });
  });
});
