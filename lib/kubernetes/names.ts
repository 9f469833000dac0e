import { rbacKinds } from './facts/rbac.ts';

// RFC 1123, as k8s.io/apimachinery v0.36.3, pkg/util/validation/validation.go spells it.
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
// RFC 1035. Kubernetes 1.36 lets Services begin with a digit too; those before it do not.
const serviceLabel = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
// RBAC names need only be a segment of a URL path (validation/path/name.go).
const pathSegment = /^(?!\.{1,2}$)[^/%]+$/;

/** Longest name by kind where it is shorter than a DNS subdomain's 253 characters. */
const longest = new Map([
  ['Namespace', 63],
  ['Service', 63],
  // Flux labels every object with the name of its Kustomization (fluxcd/pkg ssa, owner.go).
  ['Kustomization', 63],
  // A Job's name has 11 characters added to it, and its pods' names are labels.
  ['CronJob', 52],
]);

/** Why Kubernetes would refuse a name, or undefined where it is good. */
export function nameProblem(group: string, kind: string, name: string): string | undefined {
  if (rbacKinds.has(`${kind}.${group}`)) {
    return pathSegment.test(name) ? undefined : 'must not be ., .. or hold / or %';
  }
  const limit = longest.get(kind) ?? 253;
  if (name.length > limit) return `has ${String(name.length)} characters; at most ${String(limit)}`;
  if (group === '' && kind === 'Service') {
    return serviceLabel.test(name)
      ? undefined
      : 'must be lower-case letters, digits and -, and begin with a letter';
  }
  if (group === '' && limit === 63) {
    return label.test(name) ? undefined : 'must be lower-case letters, digits and -';
  }
  return subdomain.test(name) ? undefined : 'must be lower-case letters, digits, - and .';
}

/** Whether a text is a DNS label: up to 63 lower-case letters, digits and `-`. */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && label.test(text);
}
