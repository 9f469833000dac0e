import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import { fluxAnnotations } from '../flux/index.ts';

/** Options of a namespace. */
export interface NamespaceProps {
  readonly metadata?: ApiObjectMetadata;
}

/**
 * A namespace with labels or annotations of its own. Namespaces without need no construct:
 * synth gives the app `flux` every namespace that apps name and nobody defines. Flux never
 * prunes one, because its other owners' objects would go with it.
 */
export class Namespace extends ApiObject {
  /** @param id also the namespace's name, unless `metadata.name` says otherwise */
  constructor(scope: Construct, id: string, props: NamespaceProps = {}) {
    super(scope, id, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: id,
        ...props.metadata,
        annotations: { [fluxAnnotations.prune]: 'disabled', ...props.metadata?.annotations },
      },
    });
  }
}
