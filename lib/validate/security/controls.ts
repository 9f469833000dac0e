import type { Field } from '../field.ts';

/** Something that a profile forbids, where it stands. */
export interface Violation {
  readonly at: Field;
  readonly message: string;
}

/** One control of a profile: what a pod's spec has that it forbids. */
export type Control = (spec: Field, containers: readonly Field[]) => Iterable<Violation>;

/** Every container, those that run first and those for debugging included. */
export function allContainers(spec: Field): readonly Field[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((key) => spec.items(key));
}

/** The security contexts of a pod: its own and those of its containers. */
export function contextsOf(spec: Field, containers: readonly Field[]): readonly Field[] {
  return [spec, ...containers].map((each) => each.at('securityContext'));
}

/**
 * What must be set for each container, by itself or by its pod: `isGood` of the container's own
 * value wins over that of the pod.
 */
export function* unlessSet(
  [spec, containers]: readonly [Field, readonly Field[]],
  keys: readonly string[],
  isGood: (value: unknown) => boolean,
  message: string,
): Generator<Violation> {
  const ofPod = spec.at('securityContext', ...keys);
  if (ofPod.exists && !isGood(ofPod.value)) yield { at: ofPod, message };
  for (const container of containers) {
    const own = container.at('securityContext', ...keys);
    if (own.exists ? !isGood(own.value) : !ofPod.exists) yield { at: own, message };
  }
}
