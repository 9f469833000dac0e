import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { ExternalSecret, ScheduledJob } from 'sluice/charts';

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
    const token = new ExternalSecret(this, 'token', {
      keys: { RENOVATE_TOKEN: 'renovate-token' },
    });
    new ScheduledJob(this, 'renovate', {
      image: 'ghcr.io/renovatebot/renovate:42.10.1',
      args: [...props.repositories],
      schedule: '0 2 * * *',
      env: { RENOVATE_PLATFORM: 'github', RENOVATE_BASE_DIR: '/tmp/renovate' },
      envFrom: [token.asEnv()],
      resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '2Gi' } },
      reaches: [{ port: 443 }],
    });
  }
}
