import type { CrdVersion } from './schema.ts';

/**
 * The version whose types are generated: by Kubernetes' version priority (stable before beta
 * before alpha, then the higher number) the first that is served.
 */
export function preferredVersion(versions: readonly CrdVersion[]): CrdVersion {
  const [first] = versions.filter(({ served }) => served).sort(byPriority);
  if (first === undefined) throw new Error('a CRD without a served version');
  return first;
}

/** Compares two versions by Kubernetes' version priority. */
export function byPriority(a: CrdVersion, b: CrdVersion): number {
  const [left, right] = [priority(a.name), priority(b.name)];
  for (let i = 0; i < left.length; i += 1) {
    const difference = (right[i] ?? 0) - (left[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return compare(a.name, b.name);
}

/**
 * Stability, major and minor of a version name such as `v2` or `v1beta3`. Kubernetes documentation,
 * "Versions in CustomResourceDefinitions", section "Version priority".
 */
function priority(name: string): number[] {
  const [, major = '0', stage, minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(name) ?? [];
  const stability = stage === undefined ? 2 : stage === 'beta' ? 1 : 0;
  return [stability, Number(major), Number(minor)];
}

/** By code unit, so that the order depends on no locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
