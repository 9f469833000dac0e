import { AppChart } from 'sluice';
import { Tunnel, TunnelRoute } from 'sluice/charts';
import { manifestsOf, testCluster } from 'sluice/testing';
import { expect, test } from 'vitest';
import { stringAt } from './text.ts';

const tunnel = '0d4a9a1e-5b0f-4a5e-9b76-2f6f0c1d7e11';
const token = { valueFrom: { secretKeyRef: { name: 'token', key: 'token' } } };
const image = 'docker.io/cloudflare/cloudflared:2026.3.0';

/** The ingress rules and the pods' annotations of a tunnel beside an app with some routes. */
function rules(...routes: { tunnel: string; host: string }[]) {
  const cluster = testCluster();
  const app = new AppChart(cluster, 'cloudflared', { namespace: 'cloudflared' });
  new Tunnel(app, 'cloudflared', { image, tunnel, token });
  const shop = new AppChart(cluster, 'shop', { namespace: 'shop' });
  for (const route of routes) {
    new TunnelRoute(shop, route.host, { ...route, service: 'http://web.shop.svc:80' });
  }
  const manifests = manifestsOf(app);
  const settings = manifests.find(({ kind }) => kind === 'ConfigMap');
  const deployment = manifests.find(({ kind }) => kind === 'Deployment');
  const { ingress } = JSON.parse(stringAt(settings, 'data', 'config.yaml')) as { ingress: unknown };
  const checksum = stringAt(
    deployment,
    'spec',
    'template',
    'metadata',
    'annotations',
    'sluice.dev/settings',
  );
  return { ingress, checksum };
}

const nothingElse = { service: 'http_status:404' };

test('a tunnel serves the routes to it of all apps of the cluster, in one order', () => {
  const service = 'http://web.shop.svc:80';
  expect(
    rules({ tunnel, host: 'b.example.org' }, { tunnel, host: 'a.example.org' }).ingress,
  ).toEqual([
    { hostname: 'a.example.org', service },
    { hostname: 'b.example.org', service },
    nothingElse,
  ]);
});

test('a tunnel does not serve the routes to another one', () => {
  expect(rules({ tunnel: 'another', host: 'a.example.org' }).ingress).toEqual([nothingElse]);
});

test('pods restart when the routes change, and only then', () => {
  const before = rules({ tunnel, host: 'a.example.org' }).checksum;
  expect(rules({ tunnel, host: 'a.example.org' }).checksum).toBe(before);
  expect(rules({ tunnel, host: 'b.example.org' }).checksum).not.toBe(before);
});

test('a route is a record that leads to the tunnel', () => {
  const app = new AppChart(testCluster(), 'shop', { namespace: 'shop' });
  new TunnelRoute(app, 'public', {
    tunnel,
    host: 'a.example.org',
    service: 'http://web.shop.svc:80',
  });
  expect(manifestsOf(app)[0]).toHaveProperty('spec.endpoints', [
    { dnsName: 'a.example.org', recordType: 'CNAME', targets: [`${tunnel}.cfargotunnel.com`] },
  ]);
});
