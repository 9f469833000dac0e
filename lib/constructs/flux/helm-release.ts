import type { Construct } from 'constructs';
import type {
  HelmReleaseSpec,
  HelmReleaseSpecDriftDetection,
  HelmReleaseSpecInstall,
  HelmReleaseSpecUpgrade,
} from '../../flux/api/index.ts';
import { type FluxName, FluxObject, type FluxProps, withDefaults } from './flux-object.ts';

// Sections below are those of helm-controller v1.6.4, docs/spec/v2/helmreleases.md.
export interface HelmReleaseProps extends FluxProps<HelmReleaseSpec, 'interval'> {
  /**
   * How often to compare the release with the cluster. Default: `1h`; a new chart or new values
   * are handled at once ("Interval").
   */
  readonly interval?: string | undefined;
  /**
   * How long an install, upgrade or rollback may take. Default: `10m`; Flux itself takes `5m`,
   * which large images on a slow line outlast.
   */
  readonly timeout?: string | undefined;
  /**
   * What to do about changes that others made to the release's objects. Default:
   * `mode: 'enabled'`, as under "Recommended settings", also where only `ignore` is given.
   * Flux itself ignores drift.
   */
  readonly driftDetection?: HelmReleaseSpecDriftDetection | undefined;
  /**
   * Defaults, field by field:
   * - `strategy`: `RetryOnFailure` every `5m`, as under "Recommended settings": a failed install is
   *   tried again for as long as it takes, and never uninstalled. Flux itself gives up after
   *   one try. None where `remediation` is given, which `RetryOnFailure` would leave unused.
   * - `crds`: `CreateReplace`, since a chart's CRDs outlive an uninstall, and the next install would
   *   keep the old ones. None where the deprecated `skipCRDs` is given.
   */
  readonly install?: HelmReleaseSpecInstall | undefined;
  /**
   * Defaults, field by field:
   * - `strategy`: as for `install`; a failed upgrade is tried again and not rolled back.
   * - `crds`: `CreateReplace`, as under "Recommended settings". Flux itself skips CRDs on upgrade, and
   *   the new version of an operator then meets the old ones.
   */
  readonly upgrade?: HelmReleaseSpecUpgrade | undefined;
  /**
   * The name in Helm. No default: Flux takes the object's name, with `<targetNamespace>-` before it
   * where `targetNamespace` is given ("Release name"). Changing it installs the release anew.
   */
  readonly releaseName?: string | undefined;
  /** The chart's values. They are passed on as they are: null unsets a default of the chart. */
  readonly values?: HelmReleaseSpec['values'];
}

/** A Helm release that Flux installs and upgrades. Give either `chart` or `chartRef`. */
export class HelmRelease extends FluxObject<'HelmRelease'> {
  constructor(scope: Construct, id: string, props: HelmReleaseProps) {
    const { install = {}, upgrade = {}, driftDetection = {} } = props;
    const { skipCRDs } = install;
    const spec = {
      ...props,
      driftDetection: withDefaults<HelmReleaseSpecDriftDetection>(
        { mode: 'enabled' },
        driftDetection,
      ),
      install: withDefaults<HelmReleaseSpecInstall>(
        { ...retrying(install), ...(skipCRDs === undefined ? replacing : {}) },
        install,
      ),
      upgrade: withDefaults<HelmReleaseSpecUpgrade>(
        { ...retrying(upgrade), ...replacing },
        upgrade,
      ),
    };
    super(scope, id, 'HelmRelease', spec, { interval: '1h', timeout: '10m' });
    this.node.addValidation({
      validate: () =>
        (props.chart === undefined) === (props.chartRef === undefined)
          ? [`HelmRelease ${this.name}: give either chart or chartRef`]
          : [],
    });
  }

  /** For `dependsOn` of another HelmRelease. */
  get dependency(): FluxName {
    return this.nameReference;
  }
}

const replacing = { crds: 'CreateReplace' } as const;

function retrying(
  action: HelmReleaseSpecInstall | HelmReleaseSpecUpgrade,
): Pick<HelmReleaseSpecInstall, 'strategy'> {
  if (action.remediation !== undefined) return {};
  return { strategy: { name: 'RetryOnFailure', retryInterval: '5m' } };
}
