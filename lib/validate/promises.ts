/** What comes into a cluster because of an object, without being an object of the tree. */
import { groupOf } from '../kubernetes/index.ts';
import type { Subject } from './subject.ts';

/** Groups whose objects name others and make none. */
const onlyNaming =
  /^(?:|apps|batch|autoscaling|policy|rbac\.authorization\.k8s\.io|networking\.k8s\.io|gateway\.networking\.k8s\.io|monitoring\.coreos\.com|autoscaling\.k8s\.io|keda\.sh|cilium\.io|apiextensions\.k8s\.io|storage\.k8s\.io|admissionregistration\.k8s\.io|scheduling\.k8s\.io|(?:kustomize|helm|source|notification|image)\.toolkit\.fluxcd\.io|fluxcd\.controlplane\.io)$/;

/** Whether a controller may make further objects of this one: an operator's own kind. */
export function mayMakeObjects({ manifest }: Subject): boolean {
  return !onlyNaming.test(groupOf(manifest.apiVersion));
}

/** Whether a controller may make pods of this object. */
export function mayMakePods(subject: Subject): boolean {
  const group = groupOf(subject.manifest.apiVersion);
  return (
    mayMakeObjects(subject) &&
    !/^(?:.*external-secrets\.io|cert-manager\.io|bitnami\.com)$/.test(group)
  );
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
