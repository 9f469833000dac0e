import { Construct } from 'constructs';
import { HelmRelease, type HelmReleaseProps, HelmRepository, OCIRepository } from 'sluice';

/** Options of a Helm chart that runs in the cluster. */
export interface HelmAppProps<Values extends object = Record<string, unknown>>
  extends Omit<HelmReleaseProps, 'chart' | 'chartRef' | 'values'> {
  /**
   * URL of the Helm repository, or of the folder of a registry that holds the chart.
   * @example 'oci://ghcr.io/stefanprodan/charts'
   */
  readonly repository: string;
  /** Name of the chart in the repository or folder. */
  readonly chart: string;
  /** Exact version of the chart; a range would let the cluster change without a commit. */
  readonly version: string;
  /**
   * Kinds whose number of replicas an autoscaler chooses, which is no drift then. Default: none
   * @example ['Deployment']
   */
  readonly autoscaled?: readonly ('Deployment' | 'StatefulSet')[];
  /** The chart's values. They are passed on as they are: null unsets a default of the chart. */
  readonly values?: Values;
}

/**
 * A Helm chart, installed and upgraded by Flux. The release is named like the construct, and its
 * source stands beside it, as multi-tenancy lockdown wants: a HelmRepository, or for a chart of a
 * registry an OCIRepository, as helm-controller recommends (v1.6.4, docs/spec/v2/helmreleases.md,
 * "Recommended settings"). Drift is undone, except of what `autoscaled` names. `RenderedChart` renders a
 * chart at synth instead.
 *
 * @typeParam Values the chart's values, where its schema is known
 *
 * @example
 * new HelmApp(this, 'cert-manager', {
 *   repository: 'https://charts.jetstack.io',
 *   chart: 'cert-manager',
 *   version: 'v1.21.2',
 *   values: { crds: { enabled: true } },
 * });
 */
export class HelmApp<Values extends object = Record<string, unknown>> extends Construct {
  readonly release: HelmRelease;

  constructor(scope: Construct, id: string, props: HelmAppProps<Values>) {
    super(scope, id);
    const { repository, chart, version, autoscaled = [], values, ...release } = props;
    this.release = new HelmRelease(this, 'Resource', {
      ...(autoscaled.length > 0 && { driftDetection: { ignore: autoscaled.map(replicasOf) } }),
      ...release,
      ...(values && { values: values as NonNullable<HelmReleaseProps['values']> }),
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

/** The number of replicas of a kind, as driftDetection ignores it. */
function replicasOf(kind: string): { paths: string[]; target: { kind: string } } {
  return { paths: ['/spec/replicas'], target: { kind } };
}
