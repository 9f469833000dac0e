import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { EncryptedSecret, Environment } from '../../../lib/index.ts';
import { fileWith, shapeOf } from '../../support/ciphertext.ts';
import { appIn, clusterIn, configMapIn, type Define } from '../../support/fleet.ts';
import type { CheckCases } from '../support.ts';

const { development, production } = Environment;

function ingress(scope: Construct, host: string): void {
  const spec = { rules: [{ host }] };
  new ApiObject(scope, 'ingress', { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', spec });
}

function route(scope: Construct, host: string): void {
  const spec = { hostnames: [host] };
  const apiVersion = 'gateway.networking.k8s.io/v1';
  new ApiObject(scope, 'route', { apiVersion, kind: 'HTTPRoute', spec });
}

/** Two clusters, of which the first is for development. */
const inTwoClusters =
  (one: (scope: Construct) => void, other: (scope: Construct) => void): Define =>
  (fleet) => {
    one(appIn(clusterIn(fleet, 'lab', { environment: development })));
    other(appIn(clusterIn(fleet, 'home', { environment: production })));
  };

function secretFrom(file: () => URL): (scope: Construct) => void {
  return (scope) => void EncryptedSecret.fromFile(scope, 'db', file());
}

const changed = (): string => shapeOf({ keys: ['other'] }).replace(/mac: .*/, `mac: ${otherMac}`);
const otherMac =
  'ENC[AES256_GCM,data:YmFy,iv:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,tag:AAAAAAAAAAAAAAAAAAAAAA==,type:str]';

export const separatedEnvironments: CheckCases = {
  fails: {
    'two environments share a namespace of a cluster': {
      define: (fleet) => {
        const cluster = clusterIn(fleet);
        configMapIn(appIn(cluster, 'web'));
        configMapIn(appIn(cluster, 'next', { environment: development }), 'other');
      },
    },
    'two environments have one host, in two clusters': {
      define: inTwoClusters(
        (scope) => ingress(scope, 'shop.example.org'),
        (scope) => route(scope, 'SHOP.example.org'),
      ),
    },
    'two environments have one file of SOPS': {
      define: inTwoClusters(
        secretFrom(() => fileWith(shapeOf({}))),
        secretFrom(() => fileWith(shapeOf({}))),
      ),
    },
    'two clusters have one file of secret variables': {
      define: (fleet) => {
        for (const environment of [development, production]) {
          const watch = 'labels:\n    reconcile.fluxcd.io/watch: Enabled\n';
          const metadata = `name: cluster-secrets\nnamespace: flux-system\n${watch}`;
          const secrets = fileWith(shapeOf({ metadata }));
          configMapIn(appIn(clusterIn(fleet, environment.name, { environment, secrets })));
        }
      },
    },
    'the secret of one is a copy of the other one, edited since': {
      define: inTwoClusters(
        secretFrom(() => fileWith(shapeOf({}))),
        secretFrom(() => fileWith(changed())),
      ),
    },
  },
  passes: {
    'two clusters have a namespace of the same name': {
      define: inTwoClusters(
        (scope) => configMapIn(scope),
        (scope) => configMapIn(scope),
      ),
    },
    'two apps of one environment share namespace and host': {
      define: (fleet) => {
        const cluster = clusterIn(fleet);
        ingress(appIn(cluster, 'web'), 'shop.example.org');
        route(appIn(cluster, 'api'), 'shop.example.org');
      },
    },
  },
};
