import { ApiObject } from 'cdk8s';
import { AppChart, type Fleet } from 'sluice';
import { expect, test } from 'vitest';
import { follow, publish, synth, testCluster } from './fixtures/programs.ts';
import { describeCluster, waitFor } from './harness/index.ts';

const namespace = 'demo';
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'web' };
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'settings' };
const second = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  namespace: 'flux-system',
  name: 'second',
};

/** An app with a Deployment, and one with a ConfigMap that comes after it. */
function program(version: string): (fleet: Fleet) => void {
  const labels = { app: 'web' };
  const containers = [{ name: 'web', image: `example.org/web:${version}` }];
  return (fleet) => {
    const cluster = testCluster(fleet);
    const first = new AppChart(cluster, 'first', { namespace });
    new ApiObject(first, 'web', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers } },
      },
    });
    const settings = new AppChart(cluster, 'second', { namespace, after: [first] });
    const data = { version };
    new ApiObject(settings, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', data });
  };
}

describeCluster('an app after another', (cluster) => {
  /** Publishes a version, and gives its revision once its Deployment is applied. */
  async function publishUnhealthy(version: string): Promise<string> {
    const synthesis = synth(program(version));
    await follow(cluster(), synthesis);
    const revision = await publish(cluster(), synthesis);
    await waitFor(
      async () => {
        const found = await cluster().client.tryGet(deployment);
        if ((await cluster().client.tryGet(second)) === undefined) return false;
        return JSON.stringify(found?.spec ?? '').includes(`example.org/web:${version}`);
      },
      { describe: `the Deployment of ${version} is not applied` },
    );
    await reconcileSecond(revision);
    return revision;
  }

  /** Asks Flux to look at the second app, and waits until it has. */
  async function reconcileSecond(request: string): Promise<void> {
    const annotations = { 'reconcile.fluxcd.io/requestedAt': request };
    await cluster().client.patch(second, { metadata: { annotations } });
    await waitFor(
      async () => {
        const { status } = await cluster().client.get(second);
        return (status as { lastHandledReconcileAt?: string }).lastHandledReconcileAt === request;
      },
      { describe: 'Flux does not look at the second app' },
    );
  }

  /** Writes what the Deployment's controller would, and waits for all of Flux. */
  async function makeHealthy(revision: string): Promise<void> {
    const { metadata } = await cluster().client.get(deployment);
    const status = {
      observedGeneration: metadata.generation,
      ...{ replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 },
      conditions: [
        { type: 'Available', status: 'True' },
        { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
      ],
    };
    await cluster().client.patch(deployment, { status }, { subresource: 'status' });
    await cluster().waitReady(revision);
  }

  test('is not applied while the other is unhealthy', async () => {
    await publishUnhealthy('1.0.0');

    expect(await cluster().client.tryGet(configMap)).toBeUndefined();
  });

  test('is applied when the other is healthy', async () => {
    await makeHealthy(await publishUnhealthy('1.0.0'));

    expect((await cluster().client.get(configMap))['data']).toEqual({ version: '1.0.0' });
  });

  test('keeps its revision while a new one of the other is unhealthy', async () => {
    await makeHealthy(await publishUnhealthy('1.0.0'));

    await publishUnhealthy('2.0.0');

    expect((await cluster().client.get(configMap))['data']).toEqual({ version: '1.0.0' });
  });
});
