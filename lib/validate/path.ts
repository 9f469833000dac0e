import { isList, isMap } from '../kubernetes/index.ts';

/** Keys of maps and indexes of lists on the way to a field, from the object's root. */
export type Path = readonly (string | number)[];

/** What stands at a path. */
export function valueOn(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => {
    if (typeof step === 'number') return isList(at) ? at[step] : undefined;
    return isMap(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }, value);
}

/**
 * A path as people write it: `spec.containers[web].image`, `metadata.annotations["a.b/c"]`.
 *
 * @param shown the manifest as it may be shown, whose items of lists are told by their names; without
 * it by their index
 * @param isWhole whether what the manifest lacks may be named, since no Secret reached it; the path
 * ends with the manifest otherwise
 */
export function formatPath(path: Path, shown?: unknown, isWhole = true): string {
  let text = '';
  let at = shown;
  for (const step of path) {
    const next = valueOn(at, [step]);
    if (next === undefined && !isWhole) break;
    if (typeof step === 'number') {
      const name = valueOn(next, ['name']);
      text += `[${typeof name === 'string' ? name : step}]`;
    } else if (/^[\w-]+$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
    at = next;
  }
  return text;
}
