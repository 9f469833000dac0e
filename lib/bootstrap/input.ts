import type { Manifest } from '../kubernetes/index.ts';

/**
 * What the stages are made of. `Secret` is the type of a secret value: `SecretText` for the command,
 * an output that is marked secret for Pulumi.
 */
export interface BootstrapInput<Secret> {
  /** The name of the cluster in the program. */
  readonly cluster: string;
  /** The objects of `clusters/<name>/flux-system`, as synth writes them: `entryOf` reads them. */
  readonly entry: readonly Manifest[];
  /** The Kustomizations in `clusters/<name>/flux`, one per app: `entryOf` has them. */
  readonly apps: readonly Manifest[];
  /** What installs Flux: flux-operator where the entry has a FluxInstance, else Flux's components. */
  readonly install: readonly Manifest[];
  /**
   * Values of the Secret that the source reads, by key: `identity`, `identity.pub` and `known_hosts` for
   * ssh, `username` and `password` for https, `.dockerconfigjson` for oci. Undefined where the source needs none, or the cluster
   * has the Secret and keeps it.
   */
  readonly credentials?: Readonly<Record<string, Secret>> | undefined;
  /** The private keys of age, by file name: `<any>.agekey`. Undefined as for credentials. */
  readonly decryption?: Readonly<Record<string, Secret>> | undefined;
}
