import { Construct } from 'constructs';
import { HelmRelease, type HelmReleaseProps, HelmRepository } from 'sluice';

/** Options of a Helm chart that runs in the cluster. */
export interface HelmAppProps extends Omit<HelmReleaseProps, 'chart' | 'chartRef'> {
  /** URL of the Helm repository. */
  readonly repository: string;
  /** Name of the chart in the repository. */
  readonly chart: string;
  /** Exact version of the chart; a range would let the cluster change without a commit. */
  readonly version: string;
}

/**
 * A chart of a Helm repository, installed and upgraded by Flux. The release is named like the
 * construct, and its source stands beside it, as multi-tenancy lockdown wants.
 *
 * @example
 * new HelmApp(this, 'cert-manager', {
 *   repository: 'https://charts.jetstack.io',
 *   chart: 'cert-manager',
 *   version: 'v1.21.2',
 *   values: { crds: { enabled: true } },
 * });
 */
export class HelmApp extends Construct {
  readonly release: HelmRelease;

  constructor(scope: Construct, id: string, props: HelmAppProps) {
    super(scope, id);
    const { repository, chart, version, ...release } = props;
    const isOci = repository.startsWith('oci://');
    const source = new HelmRepository(this, 'Default', {
      url: repository,
      ...(isOci && { type: 'oci' }),
    });
    this.release = new HelmRelease(this, 'Resource', {
      ...release,
      chart: { spec: { chart, version, sourceRef: source.sourceRef } },
    });
  }
}
