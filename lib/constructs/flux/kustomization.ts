import type { Construct } from 'constructs';
import type { KustomizationSpec } from '../../flux/api/index.ts';
import { type FluxName, FluxObject, type FluxProps } from './flux-object.ts';

export interface KustomizationProps extends FluxProps<KustomizationSpec, 'interval' | 'prune'> {
  /**
   * How often to apply again what has not changed, which undoes drift. Default: `1h`; a new
   * revision is applied at once (kustomize-controller v1.9.5, docs/spec/v1/kustomizations.md,
   * "Interval").
   */
  readonly interval?: string | undefined;
  /**
   * When to try again after a failure. Default: `2m`; Flux itself would wait a whole interval
   * ("Retry interval").
   */
  readonly retryInterval?: string | undefined;
  /**
   * For building, applying and health checks together. Default: `5m`; Flux itself would take
   * the interval less 30 seconds, so that a failure showed only after an hour.
   */
  readonly timeout?: string | undefined;
  /** Whether objects that leave the source leave the cluster. Default: `true`. */
  readonly prune?: boolean | undefined;
  /**
   * Whether to delete and re-create objects whose immutable fields changed. No default: Flux takes
   * `false`, and `true` loses data where the object holds any.
   */
  readonly force?: boolean | undefined;
}

/** What every Kustomization gets unless told otherwise; the props above say why. */
export const kustomizationDefaults = {
  interval: '1h',
  retryInterval: '2m',
  timeout: '5m',
  prune: true,
} as const;

/** A directory of a source that Flux builds and applies. */
export class Kustomization extends FluxObject<'Kustomization'> {
  constructor(scope: Construct, id: string, props: KustomizationProps) {
    super(scope, id, 'Kustomization', props, kustomizationDefaults);
  }

  /** For `dependsOn` of another Kustomization. */
  get dependency(): FluxName {
    return this.nameReference;
  }
}
