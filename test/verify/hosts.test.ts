import { expect, test } from 'vitest';
import { hostsOf } from '../../lib/verify/hosts.ts';
import { object } from './support.ts';

const of = (apiVersion: string, kind: string, spec: object, metadata: object = {}) =>
  hostsOf(object(apiVersion, kind, 'demo/a', { spec, metadata }));

test.each([
  [
    'an Ingress and its certificate',
    of('networking.k8s.io/v1', 'Ingress', {
      rules: [{ host: 'a.example.org' }, {}],
      tls: [{ hosts: ['b.example.org', 'a.example.org'] }],
    }),
    ['a.example.org', 'b.example.org'],
  ],
  [
    'a route of the Gateway API',
    of('gateway.networking.k8s.io/v1', 'GRPCRoute', { hostnames: ['A.example.org'] }),
    ['a.example.org'],
  ],
  [
    'a rule of Traefik',
    of('traefik.io/v1alpha1', 'IngressRoute', {
      routes: [{ match: 'Host(`a.example.org`) && Path(`/x.y`) || Host(`b.example.org`)' }],
    }),
    ['a.example.org', 'b.example.org'],
  ],
  [
    'a VirtualService that a gateway serves',
    of('networking.istio.io/v1', 'VirtualService', { gateways: ['g'], hosts: ['a.example.org'] }),
    ['a.example.org'],
  ],
  [
    'external-dns',
    of(
      'v1',
      'Service',
      {},
      {
        annotations: {
          'external-dns.alpha.kubernetes.io/hostname': 'a.example.org, b.example.org',
        },
      },
    ),
    ['a.example.org', 'b.example.org'],
  ],
])('the hosts of %s are found', (_, found, hosts) => {
  expect(found).toEqual(hosts);
});

test('hosts inside of a mesh, and of other kinds, are none', () => {
  const hosts = ['web.demo.svc'];
  expect(of('networking.istio.io/v1', 'VirtualService', { hosts })).toEqual([]);
  expect(of('example.org/v1', 'Ingress', { rules: [{ host: 'a.example.org' }] })).toEqual([]);
});
