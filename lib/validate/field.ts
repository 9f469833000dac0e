import { isList, isMap } from '../kubernetes/index.ts';
import type { Path } from './path.ts';

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
