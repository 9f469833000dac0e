import { ApiObject, Names } from 'cdk8s';
import { Construct } from 'constructs';
import { AppChart, type SecretEnvSource, type SecretEnvValue } from 'sluice';
import type { Resources } from './container.ts';
import { podsOf } from './reach.ts';

/** Options of a database. */
export interface DatabaseProps {
  /**
   * PostgreSQL with its tag.
   * @example 'ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie'
   */
  readonly image: string;
  /** How large its volume is, as a Kubernetes quantity. */
  readonly size: string;
  /** Default: the cluster's default class */
  readonly storageClass?: string;
  /** How many servers hold the data. Default: 3 in production, 1 elsewhere */
  readonly instances?: number;
  /** Name of the database and of its owner. Default: `app` */
  readonly database?: string;
  /** Of each server. Default: requests 100m CPU and 256Mi memory, limit 1Gi memory */
  readonly resources?: Resources;
}

const smallServer: Resources = {
  requests: { cpu: '100m', memory: '256Mi' },
  limits: { memory: '1Gi' },
};

/** The namespace of the operator, and of Prometheus, in the fleet of this repository. */
const [operator, monitoring] = ['cloudnative-pg', 'monitoring'];

/** What the operator writes into the Secret of a database's owner. */
type DatabaseKey = 'username' | 'password' | 'host' | 'port' | 'dbname' | 'uri';

/**
 * A PostgreSQL database by CloudNativePG (`postgresql.cnpg.io/v1`, Cluster). The operator makes the
 * owner and the Secret `<name>-app` with all that is needed to connect (documentation 1.30,
 * "Connecting from an application"). The Cluster is never pruned: what is in it is worth more than
 * a mistake in the program. Its servers are reached from their own namespace, by the operator, which asks
 * for their state on port 8000 ("Networking"), and by Prometheus.
 *
 * @example
 * const db = new Database(this, 'db', { image: 'ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie', size: '5Gi' });
 * new WebService(this, 'web', { image, port: 8080, env: { DATABASE_URL: db.envValue('uri') } });
 */
export class Database extends Construct {
  readonly #secret: string;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const name = Names.toDnsLabel(this);
    const { environment } = AppChart.of(this);
    const { image, size, storageClass, database = 'app', resources = smallServer } = props;
    const { instances = environment.pick({ production: 3, default: 1 }) } = props;
    this.#secret = `${name}-app`;
    new ApiObject(this, 'Cluster', {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Cluster',
      metadata: { name, annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } },
      spec: {
        instances,
        imageName: image,
        bootstrap: { initdb: { database, owner: database } },
        storage: { size, ...(storageClass !== undefined && { storageClass }) },
        resources,
      },
    });
    const ports = (...numbers: number[]): object[] => numbers.map((port) => ({ port }));
    new ApiObject(this, 'NetworkPolicy', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name },
      spec: {
        podSelector: { matchLabels: { 'cnpg.io/cluster': name } },
        policyTypes: ['Ingress'],
        ingress: [
          { from: [{ podSelector: {} }] },
          { from: [podsOf(operator)], ports: ports(8000, 5432) },
          { from: [podsOf(monitoring)], ports: ports(9187) },
        ],
      },
    });
  }

  /** An environment variable that is one key of the owner's Secret; `uri` holds all. */
  envValue(key: DatabaseKey): SecretEnvValue {
    return { valueFrom: { secretKeyRef: { name: this.#secret, key } } };
  }

  /** Every key of the owner's Secret as an environment variable of its name. */
  asEnv(): SecretEnvSource {
    return { secretRef: { name: this.#secret } };
  }
}
