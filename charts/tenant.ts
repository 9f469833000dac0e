import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { GitRepository, Kustomization } from 'sluice';
import { namespaceAdmin } from './namespace-admin.ts';
import { RestrictedNamespace } from './restricted-namespace.ts';

/** Options of a tenant. */
export interface TenantProps {
  /** The repository with the tenant's manifests. */
  readonly url: string;
  readonly branch: string;
  /** The folder that the tenant applies. */
  readonly path: string;
  /** Secret with the repository's credentials, in the tenant's namespace. Default: none */
  readonly secret?: string;
  /**
   * The most that all its pods together may ask for, as a ResourceQuota has it.
   * @example { 'requests.cpu': '2', 'requests.memory': '4Gi', pods: '40' }
   */
  readonly quota: Readonly<Record<string, string>>;
}

/**
 * A team's own part of a cluster: a namespace under the restricted profile, a service account that may
 * do all in it and nothing outside, quotas, and Flux, which applies the team's repository as that
 * account (Flux documentation, "Multi-tenancy"). The construct's id is the namespace's name.
 *
 * @example
 * new Tenant(this, 'team-a', {
 *   url: 'https://github.com/example/team-a', branch: 'main', path: './deploy',
 *   quota: { 'requests.cpu': '2', 'requests.memory': '4Gi', pods: '40' },
 * });
 */
export class Tenant extends Construct {
  constructor(scope: Construct, id: string, props: TenantProps) {
    super(scope, id);
    const { url, branch, path, secret, quota } = props;
    const metadata = { name: id, namespace: id };
    const create = (kind: string, apiVersion: string, fields: object): ApiObject =>
      new ApiObject(this, kind, { apiVersion, kind, metadata, ...fields });

    new RestrictedNamespace(this, 'Namespace', id);
    namespaceAdmin(this, id, id);
    create('ResourceQuota', 'v1', { spec: { hard: quota } });
    // A quota refuses pods that ask for nothing.
    create('LimitRange', 'v1', {
      spec: {
        limits: [
          {
            type: 'Container',
            defaultRequest: { cpu: '50m', memory: '64Mi' },
            default: { memory: '256Mi' },
          },
        ],
      },
    });
    const { sourceRef } = new GitRepository(this, 'Source', {
      metadata,
      url,
      ref: { branch },
      ...(secret !== undefined && { secretRef: { name: secret } }),
    });
    new Kustomization(this, 'Kustomization', {
      metadata,
      path,
      sourceRef: { kind: sourceRef.kind, name: sourceRef.name },
      serviceAccountName: id,
      targetNamespace: id,
    });
  }
}
