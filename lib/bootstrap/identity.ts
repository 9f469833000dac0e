import type { Manifest } from '../kubernetes/index.ts';
import { fluxNamespace } from './objects.ts';
import type { ObjectRef } from './stage.ts';

/** Where a cluster keeps which one of the program's clusters it is. */
export const identityRef: ObjectRef = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: fluxNamespace,
  name: 'sluice-cluster',
};

/** The ConfigMap that says so; it is in no Kustomization, so Flux does not touch it. */
export function identityObject(cluster: string): Manifest {
  const { apiVersion, kind, name } = identityRef;
  return {
    apiVersion,
    kind,
    metadata: { name, namespace: fluxNamespace },
    data: { name: cluster },
  };
}
