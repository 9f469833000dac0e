import type { Construct } from 'constructs';
import type {
  FluxInstanceSpec,
  ResourceSetInputProviderSpec,
  ResourceSetSpec,
} from '../../flux/api/index.ts';
import { fluxAnnotations } from '../../flux/annotations.ts';
import { FluxObject, type FluxProps } from './flux-object.ts';

export type FluxInstanceProps = FluxProps<FluxInstanceSpec>;

/**
 * The Flux of a cluster, as flux-operator installs and upgrades it. It is named `flux`, the only
 * name that the API accepts (flux-operator v0.59.0, docs/api/v1/fluxinstance.md), and is never
 * pruned: deleting it would uninstall the Flux that is doing the pruning.
 *
 * `sync.interval` keeps the operator's `1m`: until the cluster has a Receiver, it alone brings a
 * commit to the cluster.
 */
export class FluxInstance extends FluxObject<'FluxInstance'> {
  constructor(scope: Construct, id: string, props: FluxInstanceProps) {
    const { metadata } = props;
    const annotations = { ...metadata?.annotations, [fluxAnnotations.prune]: 'disabled' };
    super(scope, id, 'FluxInstance', {
      ...props,
      metadata: { name: 'flux', ...metadata, annotations },
    });
  }
}

export type ResourceSetProps = FluxProps<ResourceSetSpec>;

/** Objects that flux-operator makes from a template and sets of inputs. */
export class ResourceSet extends FluxObject<'ResourceSet'> {
  constructor(scope: Construct, id: string, props: ResourceSetProps) {
    super(scope, id, 'ResourceSet', props);
  }
}

export type ResourceSetInputProviderProps = FluxProps<ResourceSetInputProviderSpec>;

/** Where a ResourceSet gets inputs: pull requests, branches, tags, a service. */
export class ResourceSetInputProvider extends FluxObject<'ResourceSetInputProvider'> {
  constructor(scope: Construct, id: string, props: ResourceSetInputProviderProps) {
    super(scope, id, 'ResourceSetInputProvider', props);
  }

  /** For `inputsFrom` of a ResourceSet in the same namespace: the API field has no namespace. */
  get inputProviderRef(): { readonly kind: 'ResourceSetInputProvider'; readonly name: string } {
    return { kind: this.kind, name: this.name };
  }
}
