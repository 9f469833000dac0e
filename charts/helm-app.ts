import { Construct } from 'constructs';
import { HelmRelease, type HelmReleaseProps, HelmRepository, OCIRepository } from 'sluice';

/** Options of a Helm chart that runs in the cluster. */
export interface HelmAppProps extends Omit<HelmReleaseProps, 'chart' | 'chartRef'> {
  /**
   * URL of the Helm repository, or of the folder of a registry that holds the chart.
   * @example 'oci://ghcr.io/stefanprodan/charts'
   */
  readonly repository: string;
  /** Name of the chart in the repository or folder. */
  readonly chart: string;
  /** Exact version of the chart; a range would let the cluster change without a commit. */
  readonly version: string;
}

/**
 * A Helm chart, installed and upgraded by Flux. The release is named like the construct, and its
 * source stands beside it, as multi-tenancy lockdown wants: a HelmRepository, or for a chart of a
 * registry an OCIRepository, as helm-controller recommends (v1.6.4, docs/spec/v2/helmreleases.md,
 * "Recommended settings"). `RenderedChart` renders a chart at synth instead.
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
    this.release = new HelmRelease(this, 'Resource', {
      ...release,
      ...(repository.startsWith('oci://')
        ? this.#fromRegistry(`${repository.replace(/\/+$/, '')}/${chart}`, version)
        : this.#fromRepository(repository, chart, version)),
    });
  }

  #fromRepository(url: string, chart: string, version: string): Pick<HelmReleaseProps, 'chart'> {
    const { sourceRef } = new HelmRepository(this, 'Default', { url });
    return { chart: { spec: { chart, version, sourceRef } } };
  }

  #fromRegistry(url: string, version: string): Pick<HelmReleaseProps, 'chartRef'> {
    const { chartRef } = new OCIRepository(this, 'Default', {
      url,
      // Tags cannot hold the + of build metadata: Helm pushes _ for it.
      ref: { tag: version.replaceAll('+', '_') },
      layerSelector: {
        mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
        operation: 'copy',
      },
    });
    return { chartRef };
  }
}
