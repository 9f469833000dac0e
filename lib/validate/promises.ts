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

/** How the names begin that a controller gives to what it makes of an object. */
export function madeNames({ id }: Subject): readonly string[] {
  if (id.group !== 'monitoring.coreos.com') return [id.name];
  const kind = id.kind.toLowerCase();
  return [`${kind}-${id.name}`, `${kind}-operated`];
}

/** Secrets that cert-manager makes for what names an issuer by annotation. */
export function isCertified({ manifest }: Subject): boolean {
  const annotations = Object.keys(manifest.metadata.annotations ?? {});
  return annotations.some((key) => /^cert-manager\.io\/(?:cluster-)?issuer$|tls-acme$/.test(key));
}

/** Whether something copies this object to other namespaces. */
export function isCopied({ manifest }: Subject): boolean {
  const annotations = Object.keys(manifest.metadata.annotations ?? {});
  return annotations.some((key) => /reflect|replicat|kubed/.test(key));
}

/** Every text in a value. */
export function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) yield* textsIn(each);
  }
}
