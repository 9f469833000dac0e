import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import { AppChart, type SecretEnvSource, type SecretEnvValue } from 'sluice';

/** Options of a Secret that comes from a store. */
export interface ExternalSecretProps<Keys extends string> {
  /**
   * The entry of the store with each key's value, by its name without the environment: `shop-db` is
   * `production-shop-db` in production, so that no environment reads what another one does.
   */
  readonly keys: Readonly<Record<Keys, string>>;
  /** Name of the ClusterSecretStore. Default: `bitwarden` */
  readonly store?: string;
  /** How often the store is asked again. Default: `1h` */
  readonly refreshInterval?: string;
  /** Name, namespace, labels and annotations, also of the Secret. Default: by the path inside the app */
  readonly metadata?: ApiObjectMetadata;
}

/**
 * A Secret whose values external-secrets takes from a store (external-secrets v1.3.2,
 * `external-secrets.io/v1`). Nothing of them is in Git. It is used as an EncryptedSecret is.
 *
 * @example
 * const db = new ExternalSecret(this, 'db', { keys: { password: 'shop-db-password' } });
 * new WebService(this, 'web', { image, port: 8080, env: { DB_PASSWORD: db.envValue('password') } });
 */
export class ExternalSecret<Keys extends string = string> extends ApiObject {
  constructor(scope: Construct, id: string, props: ExternalSecretProps<Keys>) {
    const { keys, store = 'bitwarden', refreshInterval = '1h', metadata = {} } = props;
    const environment = AppChart.of(scope).environment.name;
    super(scope, id, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata,
      spec: {
        refreshInterval,
        secretStoreRef: { kind: 'ClusterSecretStore', name: store },
        data: Object.entries<string>(keys).map(([secretKey, key]) => ({
          secretKey,
          remoteRef: { key: `${environment}-${key}` },
        })),
      },
    });
  }

  /** An environment variable that is one key. */
  envValue(key: Keys): SecretEnvValue {
    return { valueFrom: { secretKeyRef: { name: this.name, key } } };
  }

  /** Every key as an environment variable of its name. */
  asEnv(): SecretEnvSource {
    return { secretRef: { name: this.name } };
  }
}
