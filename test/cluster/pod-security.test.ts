import { AppChart, Environment } from 'sluice';
import { ScheduledJob, Tunnel, WebService } from 'sluice/charts';
import { manifestsOf, testCluster } from 'sluice/testing';
import { beforeAll, expect, test } from 'vitest';
import { isMap, listAt, textAt, valueAt } from '../../lib/kubernetes/index.ts';
import { describeCluster, KubernetesError, type KubernetesObject } from './harness/index.ts';

const namespace = 'restricted';
const image = 'ghcr.io/example/app:1.0.0';

/** Every chart that runs pods itself, with nothing but what it asks for, and with all that changes pods. */
const charts: Readonly<Record<string, (app: AppChart) => void>> = {
  'a web service': (app) => new WebService(app, 'web', { image, port: 8080 }),
  'a web service with a volume': (app) =>
    new WebService(app, 'web', { image, port: 8080, volume: { folder: '/data', size: '1Gi' } }),
  'a scheduled job': (app) => new ScheduledJob(app, 'job', { image, schedule: '0 3 * * *' }),
  'a tunnel': (app) => {
    const token = { valueFrom: { secretKeyRef: { name: 'tunnel', key: 'token' } } };
    new Tunnel(app, 'tunnel', { image, tunnel: '0d4a9a1e-5b0f-4a5e-9b76-2f6f0c1d7e11', token });
  },
};

/** Where the pod's template stands in each kind. */
const templates = [
  ['spec', 'template'],
  ['spec', 'jobTemplate', 'spec', 'template'],
];

/** The pods that the objects of a chart make, in an environment. */
function podsOf(define: (app: AppChart) => void, environment: Environment): KubernetesObject[] {
  const app = new AppChart(testCluster({ environment }), 'app', { namespace });
  define(app);
  return manifestsOf(app).flatMap((manifest) =>
    templates.flatMap((path) => {
      const spec = valueAt(manifest, ...path, 'spec');
      if (!isMap(spec)) return [];
      const claims = listAt(manifest, 'spec', 'volumeClaimTemplates').map((claim) => {
        const name = textAt(claim, 'metadata', 'name') ?? '';
        return { name, persistentVolumeClaim: { claimName: name } };
      });
      const volumes = [...listAt(spec, 'volumes'), ...claims];
      const metadata = { name: 'pod', namespace };
      return [{ apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...spec, volumes } }];
    }),
  );
}

describeCluster(
  'a namespace under the restricted profile',
  (cluster) => {
    beforeAll(async () => {
      const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
      const metadata = { name: namespace, labels };
      await cluster().client.create({ apiVersion: 'v1', kind: 'Namespace', metadata });
    });

    /** Asks the API server for a pod, as the controller of its workload would. */
    const ask = (pod: KubernetesObject): Promise<unknown> =>
      cluster().client.request('POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, {
        type: 'application/json',
        content: pod,
      });

    test.each(Object.entries(charts))('takes the pods of %s', async (_, define) => {
      for (const environment of [Environment.development, Environment.production]) {
        const pods = podsOf(define, environment);
        expect(pods).toHaveLength(1);
        await Promise.all(pods.map(ask));
      }
    });

    test('refuses a pod that says nothing', async () => {
      const metadata = { name: 'pod', namespace };
      const spec = { containers: [{ name: 'main', image }] };
      const refused = ask({ apiVersion: 'v1', kind: 'Pod', metadata, spec });
      await expect(refused).rejects.toThrow(KubernetesError);
      await expect(refused).rejects.toThrow(/violates PodSecurity "restricted/);
    });
  },
  { isEmpty: true },
);
