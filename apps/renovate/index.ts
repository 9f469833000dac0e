import { ApiObject } from 'cdk8s';
import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { ExternalSecret, HelmApp, RestrictedNamespace } from 'sluice/charts';

/** Options of Renovate. */
export interface RenovateProps extends AppChartProps {
  /**
   * The repositories that it looks after.
   * @example ['example/fleet']
   */
  readonly repositories: readonly string[];
}

/** Proposes new versions of everything that the fleet runs, each night. */
export class Renovate extends AppChart {
  constructor(scope: Cluster, id: string, props: RenovateProps) {
    super(scope, id, { namespace: 'renovate', ...props });
    new RestrictedNamespace(this, 'namespace');
    const token = new ExternalSecret(this, 'token', {
      keys: { RENOVATE_TOKEN: 'renovate-token' },
    });
    new ApiObject(this, 'closed', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    });
    new HelmApp(this, 'renovate', {
      repository: 'https://docs.renovatebot.com/helm-charts',
      chart: 'renovate',
      version: '46.262.0',
      values: {
        cronjob: { schedule: '0 2 * * *', concurrencyPolicy: 'Forbid' },
        renovate: {
          config: JSON.stringify({ platform: 'github', repositories: props.repositories }),
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
          },
        },
        existingSecret: token.name,
        // Its image installs tools while it runs, so its root cannot be read-only.
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '2Gi' } },
      },
    });
  }
}
