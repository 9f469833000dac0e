import { ApiObject } from 'cdk8s';
import { AppChart, type AppChartProps, type Cluster, EncryptedSecret } from 'sluice';

/** Options of the store. */
export interface SecretStoreProps extends AppChartProps {
  /** The ids of the organization and the project in Bitwarden Secrets Manager; public. */
  readonly organization: string;
  readonly project: string;
}

/**
 * Bitwarden as the store of all ExternalSecrets. Its token is the one Secret that lies in Git, one file
 * a cluster, so that no cluster reads what another one may. external-secrets reaches Bitwarden by the
 * server of its chart, over a certificate that a cluster's own authority gives.
 */
export class SecretStore extends AppChart {
  constructor(scope: Cluster, id: string, props: SecretStoreProps) {
    super(scope, id, { namespace: 'external-secrets', ...props });
    const file = new URL(`./${this.cluster.node.id}.sops.yaml`, import.meta.url);
    const token = EncryptedSecret.fromFile<'token'>(this, 'bitwarden', file);
    const selfSigned = new ApiObject(this, 'self-signed', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Issuer',
      spec: { selfSigned: {} },
    });
    const server = 'bitwarden-sdk-server.external-secrets.svc.cluster.local';
    new ApiObject(this, 'server', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      spec: {
        secretName: 'bitwarden-tls-certs',
        dnsNames: [server],
        issuerRef: { kind: 'Issuer', name: selfSigned.name },
        privateKey: { rotationPolicy: 'Always' },
      },
    });
    new ApiObject(this, 'store', {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ClusterSecretStore',
      metadata: { name: 'bitwarden' },
      spec: {
        provider: {
          bitwardensecretsmanager: {
            organizationID: props.organization,
            projectID: props.project,
            bitwardenServerSDKURL: `https://${server}:9998`,
            caProvider: {
              type: 'Secret',
              name: 'bitwarden-tls-certs',
              namespace: 'external-secrets',
              key: 'ca.crt',
            },
            auth: {
              secretRef: {
                credentials: { name: token.name, namespace: 'external-secrets', key: 'token' },
              },
            },
          },
        },
      },
    });
  }
}
