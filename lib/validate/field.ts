import { isList, isMap } from '../kubernetes/index.ts';

/** Keys of maps and indexes of lists on the way to a field. */
export type Path = readonly (string | number)[];

/** A value in a manifest, with the way to it; where nothing stands, the value is undefined. */
export class Field {
  readonly value: unknown;
  readonly path: Path;

  constructor(value: unknown, path: Path = []) {
    this.value = value;
    this.path = path;
  }

  /** What stands below this field under keys. */
  at(...keys: readonly string[]): Field {
    const value = keys.reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), this.value);
    return new Field(value, [...this.path, ...keys]);
  }

  /** The items of the list that stands under keys; none where there is no list. */
  items(...keys: readonly string[]): readonly Field[] {
    const { value, path } = this.at(...keys);
    return isList(value) ? value.map((item, index) => new Field(item, [...path, index])) : [];
  }

  /** The entries of the map that stands under keys. */
  entries(...keys: readonly string[]): readonly (readonly [string, Field])[] {
    const { value, path } = this.at(...keys);
    if (!isMap(value)) return [];
    return Object.entries(value).map(([key, each]) => [key, new Field(each, [...path, key])]);
  }

  /** The value as text that says something; undefined where it is none. */
  get text(): string | undefined {
    return typeof this.value === 'string' && this.value !== '' ? this.value : undefined;
  }

  /** Whether anything stands there: null is what is left out. */
  get exists(): boolean {
    return this.value !== undefined && this.value !== null;
  }
}

/** What stands at a path. */
export function valueOn(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => {
    if (typeof step === 'number') return isList(at) ? at[step] : undefined;
    return isMap(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }, value);
}

/**
 * A path as people write it: `spec.containers[web].image`, `metadata.annotations["a.b/c"]`. It ends
 * where the manifest ends, and one step later, so that it holds no key that the manifest has not.
 *
 * @param shown the manifest as it may be shown
 * @param isWhole whether what the manifest lacks may be named, since no Secret reached it
 */
export function formatPath(path: Path, shown: unknown, isWhole: boolean): string {
  let text = '';
  let at: unknown = shown;
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
