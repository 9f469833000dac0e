import { availableParallelism } from 'node:os';

/** Lets as many actions run at a time as there are processors; the others wait in order. */
export class Places {
  #free = availableParallelism();
  readonly #waiting: (() => void)[] = [];

  async use<T>(action: () => Promise<T>): Promise<T> {
    if (this.#free === 0) await new Promise<void>((start) => this.#waiting.push(start));
    else this.#free -= 1;
    try {
      return await action();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
