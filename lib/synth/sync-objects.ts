import {
  fluxAnnotations,
  fluxKinds,
  type FluxInstanceSpecSync,
  type OCIRepositorySpec,
} from '../flux/index.ts';
import type { JsonValue, Manifest } from '../kubernetes/index.ts';

/**
 * What flux-operator makes of a FluxInstance's `spec.sync` (v0.59.0, internal/builder/templates.go), for
 * a cluster without it: the source, and the root Kustomization. Neither is pruned with the other, as
 * the root would go and take every app with it.
 */
export function syncObjects(
  { kind, url, ref, path, interval, pullSecret, provider }: FluxInstanceSpecSync,
  name: string,
  verify: OCIRepositorySpec['verify'],
): Manifest[] {
  const annotations = { [fluxAnnotations.prune]: 'disabled' };
  const metadata = { name, namespace: name, annotations };
  const source: object = {
    url,
    ref: kind === 'GitRepository' ? { name: ref } : { tag: ref },
    interval,
    ...(pullSecret !== undefined && { secretRef: { name: pullSecret } }),
    ...(provider !== undefined && { provider }),
    ...(verify !== undefined && { verify }),
  };
  const root = {
    interval: '10m',
    path: `./${path}`,
    prune: true,
    sourceRef: { kind, name },
  };
  const { apiVersion } = fluxKinds.Kustomization;
  return [
    { apiVersion: fluxKinds[kind].apiVersion, kind, metadata, spec: source as JsonValue },
    { apiVersion, kind: 'Kustomization', metadata, spec: root },
  ];
}
