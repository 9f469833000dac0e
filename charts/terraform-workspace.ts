import { ApiObject, Names } from 'cdk8s';
import { Construct } from 'constructs';
import type { FluxReference, SecretEnvValue } from 'sluice';

/** Options of a Terraform workspace. */
export interface TerraformWorkspaceProps<Outputs extends string> {
  /** `sourceRef` of the source with the .tf files. */
  readonly source: FluxReference<'GitRepository' | 'OCIRepository' | 'Bucket'>;
  /** The folder of the .tf files in the source. */
  readonly path: string;
  /** Input variables. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /**
   * Names of Secrets whose keys are input variables; later ones win.
   * @example [token.name]
   */
  readonly inputsFrom?: readonly string[];
  /** The outputs that its Secret gets, `<name>-outputs`. Default: none */
  readonly outputs?: readonly Outputs[];
  /**
   * The plan that may be applied: each one, or the one of that name, which the object's status and
   * events tell. Without it nothing is applied.
   */
  readonly approve?: 'auto' | (string & {});
  /** How often it is planned again, which also finds drift. Default: `1h` */
  readonly interval?: string;
  /** Whether deleting this destroys what it made. Default: false */
  readonly destroyOnDeletion?: boolean;
}

/**
 * What Terraform keeps in order, by tofu-controller (`infra.contrib.fluxcd.io/v1alpha2`, Terraform). It
 * runs as the service account `tf-runner` of its namespace, which the controller's chart makes.
 *
 * @example
 * const dns = new TerraformWorkspace(this, 'dns', {
 *   source, path: './terraform/dns', approve: 'auto',
 *   inputs: { domain: this.cluster.domain },
 *   outputs: ['zone_id'],
 * });
 * env: { ZONE: dns.envValue('zone_id') }
 */
export class TerraformWorkspace<Outputs extends string = string> extends Construct {
  readonly #secret: string;

  constructor(scope: Construct, id: string, props: TerraformWorkspaceProps<Outputs>) {
    super(scope, id);
    const name = Names.toDnsLabel(this);
    const { source, path, inputs = {}, inputsFrom = [], outputs = [], approve } = props;
    const { interval = '1h', destroyOnDeletion = false } = props;
    const vars = Object.entries(inputs).map(([key, value]) => ({ name: key, value }));
    this.#secret = `${name}-outputs`;
    new ApiObject(this, 'Terraform', {
      apiVersion: 'infra.contrib.fluxcd.io/v1alpha2',
      kind: 'Terraform',
      metadata: { name },
      spec: {
        interval,
        retryInterval: '2m',
        sourceRef: source,
        path,
        approvePlan: approve ?? '',
        destroyResourcesOnDeletion: destroyOnDeletion,
        ...(vars.length > 0 && { vars }),
        ...(inputsFrom.length > 0 && {
          varsFrom: inputsFrom.map((secret) => ({ kind: 'Secret', name: secret })),
        }),
        ...(outputs.length > 0 && { writeOutputsToSecret: { name: this.#secret, outputs } }),
      },
    });
  }

  /** An environment variable that is one output. */
  envValue(output: Outputs): SecretEnvValue {
    return { valueFrom: { secretKeyRef: { name: this.#secret, key: output } } };
  }
}
