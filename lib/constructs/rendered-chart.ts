import { Construct } from 'constructs';
import type { HelmReleaseSpec } from '../flux/index.ts';

const renderedChart = Symbol.for('sluice.RenderedChart');

/** Options of a chart that is rendered at synth. */
export interface RenderedChartProps {
  /**
   * URL of the Helm repository, or of the folder of a registry that holds the chart.
   * @example 'oci://ghcr.io/stefanprodan/charts'
   */
  readonly repository: string;
  /** Name of the chart in the repository or folder. */
  readonly chart: string;
  /** Exact version of the chart: a range would render something else without a commit. */
  readonly version: string;
  /** The chart's values; null unsets a default of the chart. */
  readonly values?: HelmReleaseSpec['values'] | undefined;
  /**
   * What the chart knows as its release, from which most charts name their objects. Default: as Flux
   * has it, the construct's name, with `<targetNamespace>-` before it where that is given.
   */
  readonly releaseName?: string | undefined;
  /** Namespace of what the chart gives none. Default: that of the app. */
  readonly targetNamespace?: string | undefined;
  /** Whether the CRDs in the chart's `crds/` are objects of the app as well. Default: true */
  readonly includeCrds?: boolean | undefined;
}

/**
 * A Helm chart, rendered at synth: what `helm template` prints are objects of the app, which reviewers
 * read and Flux applies one by one. In place of a `HelmApp`, which Flux renders in the cluster, it
 * takes the same `repository`, `chart`, `version` and `values`. There is no release in the cluster:
 * what Helm does beside rendering, such as hooks and `lookup`, is not done.
 *
 * Rendering takes Helm, and the network where the chart was not pulled before. Charts that ask which
 * APIs the cluster has find those of Kubernetes itself. Synth refuses a chart with hooks other than
 * tests, and one that renders something else each time.
 *
 * @example
 * new RenderedChart(this, 'metrics-server', {
 *   repository: 'https://kubernetes-sigs.github.io/metrics-server',
 *   chart: 'metrics-server',
 *   version: '3.13.0',
 *   values: { replicas: 2 },
 * });
 */
export class RenderedChart extends Construct {
  /** Marks a rendered chart, also one of another loaded copy of Sluice. */
  readonly [renderedChart] = true;
  /** What is to be rendered. */
  readonly props: RenderedChartProps;

  constructor(scope: Construct, id: string, props: RenderedChartProps) {
    super(scope, id);
    this.props = props;
    const { version } = props;
    this.node.addValidation({
      validate: () =>
        exactVersion.test(version) ? [] : [`"${version}" is no exact version of a chart`],
    });
  }
}

/** As Helm takes it for one version: semver 2, with a `v` or without. */
const exactVersion = /^v?\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;

/** Whether a value is a rendered chart, also one of another loaded copy of Sluice. */
export function isRenderedChart(value: unknown): value is RenderedChart {
  return typeof value === 'object' && value !== null && renderedChart in value;
}
