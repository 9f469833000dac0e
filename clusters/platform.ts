import type { AppChart, Cluster } from 'sluice';
import { CertManager } from '../apps/cert-manager/index.ts';
import { Cloudflared } from '../apps/cloudflared/index.ts';
import { CloudNativePg } from '../apps/cloudnative-pg/index.ts';
import { ExternalDns } from '../apps/external-dns/index.ts';
import { ExternalSecrets } from '../apps/external-secrets/index.ts';
import { FluxNotifications } from '../apps/flux/index.ts';
import { IngressNginx } from '../apps/ingress-nginx/index.ts';
import { Issuers } from '../apps/issuers/index.ts';
import { PrometheusStack } from '../apps/prometheus/index.ts';
import { SecretStore } from '../apps/secret-store/index.ts';
import { TofuController } from '../apps/tofu-controller/index.ts';

/** What differs between the platforms of two clusters. */
export interface PlatformProps {
  /** The project of Bitwarden Secrets Manager with the cluster's secrets. */
  readonly secrets: string;
  /** The cluster's tunnel to Cloudflare. */
  readonly tunnel: string;
  /** Namespaces with workspaces of Terraform. Default: none */
  readonly terraform?: readonly string[];
}

/**
 * What every cluster runs before it runs anything of use.
 *
 * @returns for `after` of an app that needs names, certificates, secrets, databases, metrics and workspaces
 */
export function platform(cluster: Cluster, props: PlatformProps): readonly AppChart[] {
  const certManager = new CertManager(cluster, 'cert-manager');
  const externalSecrets = new ExternalSecrets(cluster, 'external-secrets', {
    after: [certManager],
  });
  const secrets = new SecretStore(cluster, 'secret-store', {
    organization: '5c2f6f10-7a8e-4b52-9d0c-3f1e8f0a1b2c',
    project: props.secrets,
    after: [externalSecrets],
  });
  const issuers = new Issuers(cluster, 'issuers', { after: [certManager, secrets] });
  const ingress = new IngressNginx(cluster, 'ingress-nginx');
  const databases = new CloudNativePg(cluster, 'cloudnative-pg');
  const metrics = new PrometheusStack(cluster, 'prometheus', { after: [issuers, ingress] });
  const dns = new ExternalDns(cluster, 'external-dns', { after: [secrets] });
  new Cloudflared(cluster, 'cloudflared', { tunnel: props.tunnel, after: [secrets, dns] });
  const workspaces = new TofuController(cluster, 'tofu-controller', {
    namespaces: props.terraform ?? [],
  });
  new FluxNotifications(cluster, 'flux-notifications', { after: [secrets, ingress] });
  return [issuers, ingress, databases, metrics, dns, workspaces];
}
