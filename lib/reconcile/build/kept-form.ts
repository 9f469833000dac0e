import type { Manifest } from '../../kubernetes/index.ts';
import type { BuiltObject } from './plain.ts';

/**
 * Objects as JSON, which is read ten times as fast as YAML; undefined where they hold what JSON would
 * change. It begins with `[`, as nothing does that kustomize prints.
 */
export function keptForm(objects: readonly BuiltObject[]): string | undefined {
  const manifests = objects.map(({ manifest }) => manifest);
  return isJson(manifests) ? JSON.stringify(manifests) : undefined;
}

export function readKeptForm(text: string): readonly BuiltObject[] {
  return (JSON.parse(text) as readonly Manifest[]).map((manifest) => ({ manifest }));
}

/** Whether JSON has all of a value: it lacks integers without limits, -0, infinities and NaN. */
function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== 'object' || value === null) {
    return value === null || typeof value === 'string' || typeof value === 'boolean';
  }
  return Object.values(value).every(isJson);
}
