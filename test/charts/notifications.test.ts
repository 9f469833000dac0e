import { ApiObject } from 'cdk8s';
import { AppChart, type ClusterProps, EncryptedSecret, type Manifest } from 'sluice';
import { ChatAlerts, CommitStatus, Webhook } from 'sluice/charts';
import { manifestsOf, testCluster } from 'sluice/testing';
import { describe, expect, test } from 'vitest';
import { fileWith, shapeOf } from '../support/ciphertext.ts';
import { appIn, clusterIn, onlyDiagnostic } from '../support/fleet.ts';

const secretRef = { name: 'token' };

/** The objects of an app in the namespace of Flux, by their kinds. */
function objects(
  define: (app: AppChart) => unknown,
  cluster: Partial<ClusterProps> = {},
  namespace = 'flux-system',
): Record<string, Manifest> {
  const app = new AppChart(testCluster(cluster), 'notifications', { namespace });
  define(app);
  return Object.fromEntries(manifestsOf(app).map((manifest) => [manifest.kind, manifest]));
}

/** The specs of their kinds. */
function specs(...args: Parameters<typeof objects>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(objects(...args)).map(([kind, { spec }]) => [kind, spec]),
  );
}

describe('a webhook', () => {
  test('of GitHub wakes the source of the tree on a push', () => {
    expect(specs((app) => new Webhook(app, 'github', { type: 'github', secretRef }))).toEqual({
      Receiver: {
        type: 'github',
        events: ['ping', 'push'],
        secretRef,
        resources: [{ kind: 'GitRepository', name: 'flux-system' }],
      },
    });
  });

  test('of GitLab knows its events by their names there', () => {
    const { Receiver } = specs((app) => new Webhook(app, 'gitlab', { type: 'gitlab', secretRef }));
    expect(Receiver).toMatchObject({ type: 'gitlab', events: ['Push Hook'] });
  });

  test('outside the namespace of Flux says where the source is', () => {
    const define = (app: AppChart) => new Webhook(app, 'github', { type: 'github', secretRef });
    expect(specs(define, {}, 'hooks')['Receiver']).toMatchObject({
      resources: [{ kind: 'GitRepository', name: 'flux-system', namespace: 'flux-system' }],
    });
  });

  test('with a host is served by an Ingress beside the Service of Flux', () => {
    const host = 'flux.example.org';
    const props = { type: 'github', secretRef, host } as const;
    const { Ingress } = objects((app) => new Webhook(app, 'github', props), {}, 'hooks');
    expect(Ingress).toMatchObject({
      metadata: { name: 'github', namespace: 'flux-system' },
      spec: {
        ingressClassName: 'nginx',
        rules: [{ host, http: { paths: [{ path: '/hook/', pathType: 'Prefix' }] } }],
      },
    });
  });

  test('wakes other sources where it is told to', () => {
    const resources = [{ kind: 'GitRepository', name: 'shop', namespace: 'shop' }] as const;
    const { Receiver } = specs(
      (app) => new Webhook(app, 'shop', { type: 'github', secretRef, resources }),
    );
    expect(Receiver).toMatchObject({ resources });
  });

  test('needs a key `token` in its Secret', () => {
    const file = fileWith(shapeOf({ keys: ['password'] }));
    const { message, location } = onlyDiagnostic((fleet) => {
      const app = appIn(clusterIn(fleet));
      const secret = EncryptedSecret.fromFile(app, 'hook', file);
      new Webhook(app, 'github', { type: 'github', secretRef: secret });
    }, 'unknown-secret-key');
    expect([message, location.field]).toEqual([
      'Secret demo/hook has no key token',
      'spec.secretRef',
    ]);
  });

  test('takes the Secret that External Secrets makes', () => {
    const { Receiver } = specs((app) => {
      const external = new ApiObject(app, 'hook-token', {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        spec: { data: [{ secretKey: 'token', remoteRef: { key: 'flux/hook' } }] },
      });
      new Webhook(app, 'github', { type: 'github', secretRef: external });
    });
    expect(Receiver).toMatchObject({ secretRef: { name: 'hook-token' } });
  });
});

const artifact: Partial<ClusterProps> = { source: { url: 'oci://ghcr.io/example/fleet' } };

describe('in a cluster that runs an artifact', () => {
  test('a webhook wakes its source when the artifact is there', () => {
    const props = { type: 'github', secretRef } as const;
    const { Receiver } = specs((app) => new Webhook(app, 'github', props), artifact);
    expect(Receiver).toMatchObject({
      events: ['ping', 'package'],
      resources: [{ kind: 'OCIRepository', name: 'flux-system' }],
    });
  });

  test('a webhook for other sources hears of pushes', () => {
    const resources = [{ kind: 'GitRepository', name: 'shop', namespace: 'shop' }] as const;
    const props = { type: 'github', secretRef, resources } as const;
    const { Receiver } = specs((app) => new Webhook(app, 'shop', props), artifact);
    expect(Receiver).toMatchObject({ events: ['ping', 'push'], resources });
  });

  test('statuses go to the repository of the program, which is to be named', () => {
    const github = (address?: string) => (app: AppChart) =>
      new CommitStatus(app, 'status', { type: 'github', secretRef, ...(address && { address }) });
    expect(() => specs(github(), artifact)).toThrow('test runs an artifact');
    const address = 'https://github.com/example/fleet';
    expect(specs(github(address), artifact)['Provider']).toMatchObject({ address });
  });

  test('alerts tell of its source', () => {
    const slack = (app: AppChart) => new ChatAlerts(app, 'slack', { type: 'slack', secretRef });
    expect(specs(slack, artifact)['Alert']).toMatchObject({
      eventSources: [{ kind: 'OCIRepository', name: 'flux-system' }, {}],
    });
  });
});

describe('the status of commits', () => {
  const github = (app: AppChart) => new CommitStatus(app, 'status', { type: 'github', secretRef });

  test('goes to the manifests repository, named by cluster and Kustomization', () => {
    expect(specs(github)).toEqual({
      Provider: {
        type: 'github',
        address: 'https://github.com/example/manifests',
        secretRef,
        commitStatusExpr: "'test/' + event.involvedObject.name",
      },
      Alert: {
        providerRef: { name: 'status' },
        eventSources: [{ kind: 'Kustomization', name: '*', namespace: 'flux-system' }],
      },
    });
  });

  test('tells of Kustomizations in all namespaces, also of apps that come later', () => {
    const { Alert } = specs((app) => {
      github(app);
      new AppChart(app.cluster, 'a', { kustomization: { namespace: 'tenant' } });
    });
    expect(Alert).toMatchObject({
      eventSources: [{ namespace: 'flux-system' }, { namespace: 'tenant' }],
    });
  });

  test('of GitLab goes to the project with that id', () => {
    const address = 'https://gitlab.com/1234';
    const { Provider } = specs(
      (app) => new CommitStatus(app, 'status', { type: 'gitlab', address, secretRef }),
    );
    expect(Provider).toMatchObject({ type: 'gitlab', address });
  });
});

describe('alerts in a chat', () => {
  const slack = (app: AppChart) => new ChatAlerts(app, 'slack', { type: 'slack', secretRef });

  test('tell of what fails, and in which cluster', () => {
    const { Provider, Alert } = specs(slack);
    expect(Provider).toEqual({ type: 'slack', secretRef });
    expect(Alert).toMatchObject({ eventSeverity: 'error', eventMetadata: { cluster: 'test' } });
  });

  test('tell of the source, of all Kustomizations and of all HelmReleases', () => {
    const { Alert } = specs((app) => {
      slack(app);
      const shop = new AppChart(app.cluster, 'shop', { namespace: 'shop' });
      new ApiObject(shop, 'web', { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease' });
    });
    expect(Alert).toMatchObject({
      eventSources: [
        { kind: 'GitRepository', name: 'flux-system', namespace: 'flux-system' },
        { kind: 'Kustomization', name: '*', namespace: 'flux-system' },
        { kind: 'HelmRelease', name: '*', namespace: 'shop' },
      ],
    });
  });
});
