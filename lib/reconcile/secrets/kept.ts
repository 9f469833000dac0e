import type { BuildCache } from '../ports.ts';

/**
 * What is kept between runs holds no secret: the run that has the values of Secrets reads what was
 * kept, and what it makes is kept only when the run without them asks for the same.
 */
export class KeptResults {
  readonly #cache: BuildCache;
  readonly #made = new Map<string, string>();

  constructor(cache: BuildCache) {
    this.#cache = cache;
  }

  /** For the run that has the values. */
  readonly withValues: BuildCache = {
    get: (key) => this.#made.get(key) ?? this.#cache.get(key),
    set: (key, text) => void this.#made.set(key, text),
  };

  /** For the run that has none: what is made from the same is the same. */
  readonly withoutValues: BuildCache = {
    get: (key) => {
      const made = this.#made.get(key);
      if (made === undefined) return this.#cache.get(key);
      this.#keep(key, made);
      return made;
    },
    set: (key, text) => this.#cache.set(key, text),
  };

  /** Keeps all, where no secret took part. */
  keepAll(): void {
    for (const [key, text] of this.#made) this.#keep(key, text);
  }

  #keep(key: string, text: string): void {
    this.#made.delete(key);
    this.#cache.set(key, text);
  }
}
