/** What happens once, and what somebody wants to do when several such things have happened. */
export class Events {
  readonly #happened = new Set<string>();
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #queue: string[] = [];

  has(event: string): boolean {
    return this.#happened.has(event);
  }

  /** Calls back as soon as all of these have happened: at once, if they have. */
  when(events: readonly string[], then: () => void): void {
    const missing = [...new Set(events)].filter((event) => !this.#happened.has(event));
    if (missing.length === 0) {
      then();
      return;
    }
    const waiting = { missing: missing.length, then };
    for (const event of missing) {
      const others = this.#waiting.get(event);
      if (others === undefined) this.#waiting.set(event, [waiting]);
      else others.push(waiting);
    }
  }

  /** What follows from it happens before this returns, one after the other. */
  happen(event: string): void {
    this.#queue.push(event);
    // A chain of events must not become a chain of calls.
    if (this.#queue.length > 1) return;
    for (const each of this.#queue) this.#take(each);
    this.#queue.length = 0;
  }

  #take(event: string): void {
    if (this.#happened.has(event)) return;
    this.#happened.add(event);
    const waiting = this.#waiting.get(event) ?? [];
    this.#waiting.delete(event);
    for (const each of waiting) {
      each.missing -= 1;
      if (each.missing === 0) each.then();
    }
  }
}

interface Waiting {
  missing: number;
  readonly then: () => void;
}
