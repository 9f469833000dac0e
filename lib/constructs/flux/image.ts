import type { Construct } from 'constructs';
import type {
  ImagePolicySpec,
  ImageRepositorySpec,
  ImageUpdateAutomationSpec,
} from '../../flux/api/index.ts';
import { type FluxName, FluxObject, type FluxProps } from './flux-object.ts';

export interface ImageRepositoryProps extends FluxProps<ImageRepositorySpec, 'interval'> {
  /**
   * How often to list the tags. Default: `1h`, which spares the limits of public registries; a
   * Receiver announces a push at once.
   */
  readonly interval?: string | undefined;
  /**
   * How long a scan may take. Default: `1m`; Flux itself would take the interval
   * (image-reflector-controller/api v1.2.5, v1/imagerepository_types.go, `Timeout`).
   */
  readonly timeout?: string | undefined;
}

/** What every ImageRepository gets unless told otherwise; the props above say why. */
export const imageRepositoryDefaults = { interval: '1h', timeout: '1m' } as const;

/** An image whose tags Flux scans. */
export class ImageRepository extends FluxObject<'ImageRepository'> {
  constructor(scope: Construct, id: string, props: ImageRepositoryProps) {
    super(scope, id, 'ImageRepository', props, imageRepositoryDefaults);
  }

  /** For `imageRepositoryRef` of an ImagePolicy. */
  get imageRepositoryRef(): FluxName {
    return this.nameReference;
  }
}

export interface ImagePolicyProps extends FluxProps<ImagePolicySpec> {
  /**
   * How often to refresh the digest. Default: `1h` under `digestReflectionPolicy: 'Always'`, where
   * the API requires it; else none, since the API refuses it there
   * (image-reflector-controller/api v1.2.5, v1/imagepolicy_types.go, `Interval`).
   */
  readonly interval?: string | undefined;
}

/** Chooses the latest of an image's tags. */
export class ImagePolicy extends FluxObject<'ImagePolicy'> {
  constructor(scope: Construct, id: string, props: ImagePolicyProps) {
    const refreshes = props.digestReflectionPolicy === 'Always';
    super(scope, id, 'ImagePolicy', props, refreshes ? { interval: '1h' } : {});
  }
}

export interface ImageUpdateAutomationProps
  extends FluxProps<ImageUpdateAutomationSpec, 'interval'> {
  /** How often to look for updates to commit. Default: `1h`; a new tag is handled at once. */
  readonly interval?: string | undefined;
}

/** What every ImageUpdateAutomation gets unless told otherwise. */
export const imageUpdateDefaults = { interval: '1h' } as const;

/** Commits the tags that the ImagePolicies of its namespace choose. */
export class ImageUpdateAutomation extends FluxObject<'ImageUpdateAutomation'> {
  constructor(scope: Construct, id: string, props: ImageUpdateAutomationProps) {
    super(scope, id, 'ImageUpdateAutomation', props, imageUpdateDefaults);
  }
}
