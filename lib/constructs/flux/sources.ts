import type { Construct } from 'constructs';
import type {
  BucketSpec,
  GitRepositorySpec,
  HelmChartSpec,
  HelmChartSpecSourceRef,
  HelmRepositorySpec,
  OCIRepositorySpec,
} from '../../flux/api/index.ts';
import { FluxObject, type FluxProps, type FluxReference } from './flux-object.ts';

// An hour is the safety net behind the webhook: a Receiver tells Flux of a push at once.
const interval = '1h';

// What source-controller v1.9.5 takes by itself (docs/spec/v1, section "Timeout" of each kind).
const timeout = '60s';

export interface GitRepositoryProps extends FluxProps<GitRepositorySpec, 'interval'> {
  /** How often to look for commits. Default: `1h`, since a Receiver announces a push at once. */
  readonly interval?: string | undefined;
  /** How long a clone or fetch may take. Default: `60s`, as in Flux. */
  readonly timeout?: string | undefined;
}

/** A Git repository that Flux fetches. */
export class GitRepository extends FluxObject<'GitRepository'> {
  constructor(scope: Construct, id: string, props: GitRepositoryProps) {
    super(scope, id, 'GitRepository', props, { interval, timeout });
  }

  /** For `sourceRef` of a Kustomization, a chart or an ImageUpdateAutomation. */
  get sourceRef(): FluxReference<'GitRepository'> {
    return this.reference;
  }
}

export interface OCIRepositoryProps extends FluxProps<OCIRepositorySpec, 'interval'> {
  /** How often to look for new tags. Default: `1h`, since a Receiver announces a push at once. */
  readonly interval?: string | undefined;
  /** How long a pull may take. Default: `60s`, as in Flux. */
  readonly timeout?: string | undefined;
}

/** An OCI artifact that Flux pulls: manifests, or a Helm chart. */
export class OCIRepository extends FluxObject<'OCIRepository'> {
  constructor(scope: Construct, id: string, props: OCIRepositoryProps) {
    super(scope, id, 'OCIRepository', props, { interval, timeout });
  }

  /** For `sourceRef` of a Kustomization. */
  get sourceRef(): FluxReference<'OCIRepository'> {
    return this.reference;
  }

  /** For `chartRef` of a HelmRelease. */
  get chartRef(): FluxReference<'OCIRepository'> {
    return this.reference;
  }
}

export interface BucketProps extends FluxProps<BucketSpec, 'interval'> {
  /** How often to list the bucket. Default: `1h`, since a Receiver announces a change at once. */
  readonly interval?: string | undefined;
  /** How long a fetch may take. Default: `60s`, as in Flux. */
  readonly timeout?: string | undefined;
}

/** A bucket of S3-compatible, Google or Azure storage that Flux fetches. */
export class Bucket extends FluxObject<'Bucket'> {
  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id, 'Bucket', props, { interval, timeout });
  }

  /** For `sourceRef` of a Kustomization or a chart. */
  get sourceRef(): FluxReference<'Bucket'> {
    return this.reference;
  }
}

export interface HelmRepositoryProps extends FluxProps<HelmRepositorySpec> {
  /**
   * How often to fetch the index. Default: `1h`, since charts change seldom and an index can weigh
   * megabytes; none under `type: 'oci'`, where Flux ignores it (source-controller v1.9.5,
   * docs/spec/v1/helmrepositories.md, "Interval").
   */
  readonly interval?: string | undefined;
}

/** A Helm chart repository. For charts in an OCI registry prefer {@link OCIRepository}. */
export class HelmRepository extends FluxObject<'HelmRepository'> {
  constructor(scope: Construct, id: string, props: HelmRepositoryProps) {
    super(scope, id, 'HelmRepository', props, props.type === 'oci' ? {} : { interval });
  }

  /** For `sourceRef` of a HelmRelease's `chart.spec` or of a HelmChart. */
  get sourceRef(): FluxReference<'HelmRepository'> {
    return this.reference;
  }
}

export interface HelmChartProps extends FluxProps<HelmChartSpec, 'interval'> {
  /** How often to look for new versions. Default: `1h`, as its source has none sooner. */
  readonly interval?: string | undefined;
  /** The source of the chart. It must be in this object's own namespace. */
  readonly sourceRef: HelmChartSpecSourceRef & { readonly namespace?: string | undefined };
}

/** One chart of a source, for several HelmReleases; one alone names it in its `chart`. */
export class HelmChart extends FluxObject<'HelmChart'> {
  constructor(scope: Construct, id: string, props: HelmChartProps) {
    // Here, and only here, a `sourceRef` has no field for the namespace.
    const { namespace, ...sourceRef } = props.sourceRef;
    super(scope, id, 'HelmChart', { ...props, sourceRef }, { interval });
    this.node.addValidation({
      validate: () =>
        namespace === undefined || namespace === this.metadata.namespace
          ? []
          : [`HelmChart ${this.name}: its source is in namespace ${namespace}, not in its own`],
    });
  }

  /** For `chartRef` of a HelmRelease. */
  get chartRef(): FluxReference<'HelmChart'> {
    return this.reference;
  }
}
