/** What comes into a cluster because of an object, without being an object of the tree. */
import { builtinApis, groupOf } from '../kubernetes/index.ts';
import type { Subject } from './subject.ts';

/** Kubernetes' own groups, whose controllers make what each kind is known for. */
const builtinGroups = new Set(
  builtinApis.map((api) => groupOf(api.slice(0, api.lastIndexOf('/')))),
);

/** Further kinds that name others and make none, as `Kind.group`. */
const onlyNaming =
  /^(?:.*\.(?:autoscaling\.k8s\.io|keda\.sh|cilium\.io|(?:kustomize|helm|source|notification|image)\.toolkit\.fluxcd\.io|fluxcd\.controlplane\.io)|(?:.*Route|.*Policy|GatewayClass|ReferenceGrant)\.gateway\.networking\.(?:x-)?k8s\.io|(?:.*Monitor|.*Rule|.*Config|Probe)\.monitoring\.coreos\.com)$/;

/** Whether a controller may make further objects of this one: an operator's own kind. */
export function mayMakeObjects({ manifest, kind }: Subject): boolean {
  return !builtinGroups.has(groupOf(manifest.apiVersion)) && !onlyNaming.test(kind);
}

/** Whether a controller may make pods of this object. */
export function mayMakePods(subject: Subject): boolean {
  const group = groupOf(subject.manifest.apiVersion);
  return (
    mayMakeObjects(subject) &&
    !/^(?:.*external-secrets\.io|cert-manager\.io|bitnami\.com|gateway\.networking\.k8s\.io)$/.test(
      group,
    )
  );
}

const ingress = 'Ingress.networking.k8s.io';
const gateway = 'Gateway.gateway.networking.k8s.io';

/** How the names begin that a controller gives to the objects of a kind that it makes of an object. */
export function madeNames({ id, kind }: Subject, made: string): readonly string[] {
  // Certificates are made under the names that are said.
  if (kind === ingress || (kind === gateway && made === 'Secret')) return [];
  if (id.group !== 'monitoring.coreos.com') return [id.name];
  const start = id.kind.toLowerCase();
  return [`${start}-${id.name}`, `${start}-operated`];
}

/** Kinds whose spec names more than what is made of it. */
const naming = new Set([ingress, gateway]);

/** The part of an object that names what a controller makes of it. */
export function makingPart(subject: Subject): unknown {
  const { manifest, kind } = subject;
  if (!naming.has(kind)) return manifest['spec'];
  if (!isCertified(subject)) return undefined;
  const spec = subject.field('spec');
  return [spec.at('tls').value, spec.items('listeners').map((each) => each.at('tls').value)];
}

/** Whether cert-manager makes Secrets for an object that names an issuer by annotation. */
export function isCertified({ manifest }: Subject): boolean {
  const annotations = Object.keys(manifest.metadata.annotations ?? {});
  return annotations.some((key) => /^cert-manager\.io\/(?:cluster-)?issuer$|tls-acme$/.test(key));
}

/** Annotations that have something copy an object to other namespaces. */
const copying = /reflect|replicat|kubed/;

/** Whether something copies this object to other namespaces. */
export function isCopied({ manifest }: Subject): boolean {
  return Object.keys(manifest.metadata.annotations ?? {}).some((key) => copying.test(key));
}

/** Whether something copies what a controller makes of this object to other namespaces. */
export function isMadeToCopy({ manifest }: Subject): boolean {
  return [...keysIn(manifest['spec'])].some((key) => copying.test(key) && key.includes('/'));
}

function* keysIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    yield key;
    yield* keysIn(each);
  }
}

/** Every text in a value. */
export function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) yield* textsIn(each);
  }
}
