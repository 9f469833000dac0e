import { ApiObject, Names } from 'cdk8s';
import { Construct } from 'constructs';
import { AppChart } from 'sluice';
import { type ContainerProps, restrictedPod } from './container.ts';
import { networkPolicy, type Reach } from './reach.ts';

/** Options of a job that runs at certain times. */
export interface ScheduledJobProps extends ContainerProps {
  /**
   * When, as a line of cron.
   * @example '15 3 * * *'
   */
  readonly schedule: string;
  /** The time zone of the schedule, by its IANA name. Default: `Etc/UTC` */
  readonly timeZone?: string;
  /** How long one run may take, in seconds. Default: an hour */
  readonly deadline?: number;
  /** How often a run that fails is tried again. Default: 2 */
  readonly retries?: number;
  /** Whom it talks to in production, beside its own namespace and the name server. Default: nobody */
  readonly reaches?: readonly Reach[];
}

/**
 * A CronJob and its NetworkPolicy. One run never begins while the one before goes on; the last
 * three failures are kept to be looked at. It passes the restricted Pod Security profile.
 *
 * @example
 * new ScheduledJob(this, 'backup', {
 *   image: 'docker.io/restic/restic:0.18.1',
 *   args: ['backup', '/data'],
 *   schedule: '15 3 * * *',
 *   envFrom: [repository.asEnv()],
 *   reaches: [{ port: 443 }],
 * });
 */
export class ScheduledJob extends Construct {
  constructor(scope: Construct, id: string, props: ScheduledJobProps) {
    super(scope, id);
    const name = Names.toDnsLabel(this);
    const labels = { 'app.kubernetes.io/name': name };
    const metadata = { name, labels };
    const { schedule, timeZone = 'Etc/UTC', deadline = 3600, retries = 2, reaches = [] } = props;
    const template = {
      metadata: { labels },
      spec: { ...restrictedPod(props), restartPolicy: 'Never' },
    };
    new ApiObject(this, 'CronJob', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata,
      spec: {
        schedule,
        timeZone,
        concurrencyPolicy: 'Forbid',
        failedJobsHistoryLimit: 3,
        successfulJobsHistoryLimit: 1,
        jobTemplate: {
          spec: { activeDeadlineSeconds: deadline, backoffLimit: retries, template },
        },
      },
    });
    new ApiObject(this, 'NetworkPolicy', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: networkPolicy(AppChart.of(this).environment, { matchLabels: labels }, [], reaches),
    });
  }
}
