import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import type { Construct } from 'constructs';
import { AppChart, Cluster, Environment, type Fleet } from 'sluice';
import { newFleet } from '../lib/program.ts';

/** The objects of one app: what a small web application has. */
function addObjects(scope: Construct, name: string): void {
  const labels = { 'app.kubernetes.io/name': name };
  const metadata = { name, namespace: 'bench', labels };
  new ApiObject(scope, 'Deployment', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'main',
              image: `ghcr.io/example/${name}:1.2.3`,
              ports: [{ name: 'http', containerPort: 8080 }],
              env: [
                { name: 'LOG_LEVEL', value: 'info' },
                { name: 'CONFIG', value: '/etc/app/config.yaml' },
              ],
              readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
              livenessProbe: { httpGet: { path: '/live', port: 'http' } },
              resources: {
                requests: { cpu: '10m', memory: '32Mi' },
                limits: { memory: '128Mi' },
              },
              volumeMounts: [{ name: 'config', mountPath: '/etc/app' }],
            },
          ],
          volumes: [{ name: 'config', configMap: { name } }],
        },
      },
    },
  });
  new ApiObject(scope, 'Service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
  });
  new ApiObject(scope, 'ConfigMap', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { 'config.yaml': `name: ${name}\nlisten: ":8080"\nfeatures:\n- metrics\n- tracing\n` },
  });
}

/** A fleet of one cluster with `count` apps; `changed` apps differ from what they were. */
export function sluiceTree(count: number, outdir: string, changed = 0): Fleet {
  const fleet = newFleet(outdir);
  const cluster = new Cluster(fleet, 'bench', {
    environment: Environment.production,
    domain: 'example.org',
    kubernetes: '1.34',
    source: { url: 'https://github.com/example/manifests', branch: 'main' },
  });
  for (let index = 0; index < count; index += 1) {
    const app = new AppChart(cluster, `app-${String(index)}`, {
      namespace: 'bench',
      labels: index < changed ? { changed: 'yes' } : {},
    });
    addObjects(app, app.node.id);
  }
  return fleet;
}

/** The same objects in stock cdk8s, with the Kustomization that Sluice derives. */
export function stockTree(count: number, outdir: string, mode: 'default' | 'best'): App {
  const yamlOutputType =
    mode === 'default'
      ? YamlOutputType.FILE_PER_CHART
      : YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
  const app = new App({ outdir, yamlOutputType });
  for (let index = 0; index < count; index += 1) {
    const name = `app-${String(index)}`;
    const chart = new Chart(app, name);
    addObjects(chart, name);
    new ApiObject(chart, 'Kustomization', {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name, namespace: 'flux-system' },
      spec: {
        interval: '1h',
        path: `./clusters/bench/apps/${name}`,
        prune: true,
        retryInterval: '2m',
        sourceRef: { kind: 'GitRepository', name: 'flux-system' },
        timeout: '5m',
      },
    });
  }
  return app;
}
