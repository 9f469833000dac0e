import { type AppChart, Environment, type Fleet, GitRepository } from 'sluice';
import * as charts from 'sluice/charts';
import { expect, test } from 'vitest';
import { treeOf } from '../../lib/cli/synthesized-tree.ts';
import { findKustomize } from '../../lib/io/reconcile/index.ts';
import { offlineFlux } from '../../lib/reconcile/index.ts';
import { isKnowledge, validateTree } from '../../lib/validate/index.ts';
import { appIn, cleanSynth, clusterIn } from '../support/fleet.ts';

const image = 'ghcr.io/example/app:1.0.0';
const tunnel = '0d4a9a1e-5b0f-4a5e-9b76-2f6f0c1d7e11';
const url = 'https://github.com/example/app';

/** Every chart, with nothing but what it asks for. */
const examples: Readonly<Record<keyof typeof charts, (app: AppChart) => void>> = {
  AppRepository: (app) => new charts.AppRepository(app, 'source', { url }),
  ChatAlerts: (app) =>
    new charts.ChatAlerts(app, 'chat', { type: 'slack', secretRef: secretIn(app, 'address') }),
  CommitStatus: (app) =>
    new charts.CommitStatus(app, 'status', { type: 'github', secretRef: secretIn(app, 'token') }),
  Database: (app) => new charts.Database(app, 'db', { image, size: '5Gi' }),
  ExternalSecret: (app) => void secretIn(app, 'token'),
  HelmApp: (app) =>
    new charts.HelmApp(app, 'chart', {
      repository: 'https://charts.example.org',
      chart: 'app',
      version: '1.0.0',
    }),
  RestrictedNamespace: (app) => new charts.RestrictedNamespace(app, 'namespace'),
  ScheduledJob: (app) => new charts.ScheduledJob(app, 'job', { image, schedule: '0 3 * * *' }),
  Tenant: (app) =>
    new charts.Tenant(app, 'team', { url, branch: 'main', path: './k8s', quota: { pods: '40' } }),
  TerraformWorkspace: (app) => {
    const { sourceRef: source } = new GitRepository(app, 'tf', { url, ref: { branch: 'main' } });
    new charts.TerraformWorkspace(app, 'dns', { source, path: './dns' });
  },
  Tunnel: (app) => {
    const token = secretIn(app, 'token').envValue('token');
    new charts.Tunnel(app, 'tunnel', { image, tunnel, token });
  },
  TunnelRoute: (app) =>
    new charts.TunnelRoute(app, 'route', { tunnel, host: 'a.example.org', service: 'http://web' }),
  WebService: (app) => new charts.WebService(app, 'web', { image, port: 8080 }),
  Webhook: (app) =>
    new charts.Webhook(app, 'hook', { type: 'github', secretRef: secretIn(app, 'token') }),
};

function secretIn<Key extends string>(app: AppChart, key: Key): charts.ExternalSecret<Key> {
  const keys = { [key]: 'app-token' } as Record<Key, string>;
  return new charts.ExternalSecret(app, 'secret', { keys });
}

// The store of Secrets, the operator of databases and Prometheus are the cluster's.
const notAtHand = ['missing-store', 'unmatched-policy'];

test.each(Object.entries(examples))('%s passes validation by itself', async (_, define) => {
  const found = await Promise.all(
    [Environment.development, Environment.production].map(async (environment) => {
      const synthesis = cleanSynth((fleet: Fleet) => {
        const cluster = clusterIn(fleet, 'home', { environment });
        define(appIn(cluster, 'app', { namespace: 'app' }));
      });
      const flux = offlineFlux({ kustomize: findKustomize({}) });
      const validations = await validateTree(treeOf(synthesis, '.'), undefined, flux);
      return validations.flatMap(({ findings }) => findings.filter(isKnowledge));
    }),
  );
  expect(found.flat().filter(({ code }) => !notAtHand.includes(code))).toEqual([]);
});
