import { Environment, type Manifest } from 'sluice';
import { manifestsOf, testCluster } from 'sluice/testing';
import { describe, expect, test } from 'vitest';
import { valueAt } from '../../lib/kubernetes/index.ts';
import { CertManager } from '../../apps/cert-manager/index.ts';
import { IngressNginx } from '../../apps/ingress-nginx/index.ts';
import { Podinfo, type PodinfoProps } from '../../apps/podinfo/index.ts';
import { Whoami } from '../../apps/whoami/index.ts';

function ofKind(manifests: readonly Manifest[], kind: string): Manifest | undefined {
  return manifests.find((manifest) => manifest.kind === kind);
}

const production = { environment: Environment.production };

describe('podinfo', () => {
  function deployment(cluster = {}, props: PodinfoProps = {}): Manifest | undefined {
    return ofKind(manifestsOf(new Podinfo(testCluster(cluster), 'podinfo', props)), 'Deployment');
  }

  test('runs three pods in production and one elsewhere', () => {
    expect(deployment(production)).toHaveProperty('spec.replicas', 3);
    expect(deployment()).toHaveProperty('spec.replicas', 1);
  });

  test('may be an instance of another environment than its cluster', () => {
    const props = { environment: Environment.staging };
    expect(deployment(production, props)).toHaveProperty('spec.replicas', 1);
  });

  test('runs as many pods as are asked for', () => {
    expect(deployment(production, { replicas: 7 })).toHaveProperty('spec.replicas', 7);
  });

  test('is served below the domain of its cluster', () => {
    const app = new Podinfo(testCluster({ domain: 'example.net' }), 'podinfo');
    const ingress = ofKind(manifestsOf(app), 'Ingress');
    expect(ingress).toHaveProperty('spec.rules.0.host', 'podinfo.example.net');
  });

  test('keeps the names of its objects under another id', () => {
    const names = manifestsOf(new Podinfo(testCluster(), 'preview')).map(
      ({ metadata }) => metadata.name,
    );
    expect(new Set(names)).toEqual(new Set(['podinfo']));
  });
});

test('whoami serves on the port that it is told', () => {
  const deployment = ofKind(manifestsOf(new Whoami(testCluster(), 'whoami')), 'Deployment');
  expect(deployment).toMatchObject({
    spec: {
      template: {
        spec: { containers: [{ args: ['--port=8080'], ports: [{ containerPort: 8080 }] }] },
      },
    },
  });
});

describe('cert-manager', () => {
  function values(cluster = {}): unknown {
    const app = new CertManager(testCluster(cluster), 'cert-manager');
    return ofKind(manifestsOf(app), 'HelmRelease')?.['spec'];
  }

  test('brings its CRDs, and leaves them when it goes', () => {
    expect(values()).toHaveProperty('values.crds', { enabled: true, keep: true });
  });

  test('runs twice in production only', () => {
    expect(values(production)).toHaveProperty('values.replicaCount', 2);
    expect(values()).toHaveProperty('values.replicaCount', 1);
  });
});

describe('ingress-nginx', () => {
  function release(cluster = {}): Manifest | undefined {
    const app = new IngressNginx(testCluster(cluster), 'ingress-nginx');
    return ofKind(manifestsOf(app), 'HelmRelease');
  }

  test('runs in the namespace from which web services admit it', () => {
    expect(release()?.metadata.namespace).toBe('ingress-nginx');
  });

  test('has a class for the own network, which is the default, and one for the internet', () => {
    const app = new IngressNginx(testCluster(), 'ingress-nginx');
    const classes = manifestsOf(app)
      .filter(({ kind }) => kind === 'HelmRelease')
      .map((each) => valueAt(each, 'spec', 'values', 'controller', 'ingressClassResource'));
    expect(classes).toEqual([
      { name: 'internal', controllerValue: 'k8s.io/internal', default: true },
      { name: 'public', controllerValue: 'k8s.io/public', default: false },
    ]);
  });

  test('runs twice in production only', () => {
    expect(release()).toHaveProperty('spec.values.controller.replicaCount', 1);
    expect(release(production)).toHaveProperty('spec.values.controller.replicaCount', 2);
  });
});
