import { plural } from '../core/index.ts';
import type { Kustomize } from '../reconcile/index.ts';
import type { Charts } from '../reconcile/releases.ts';

/** What a terminal is, as far as progress needs it. */
interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** How long work may take before anything is said, in milliseconds. */
const patience = 1000;
/** How often it is said anew. */
const rhythm = 100;
const clearLine = '\r\u001b[K';

/** Work that is counted, one count for each kind of it. */
export class Progress {
  readonly #stream: Stream;
  readonly #counts = new Map<string, { begun: number; done: number }>();
  readonly #isShown: boolean;
  #timer: NodeJS.Timeout | undefined;
  #running = 0;
  /** When the first action began. */
  #since: number | undefined;

  /** Nothing is shown in CI, nor where nobody sits at a terminal. */
  constructor(stream: Stream, env: NodeJS.ProcessEnv) {
    this.#stream = stream;
    const isCi = !['', '0', 'false'].includes(env['CI'] ?? '');
    this.#isShown = stream.isTTY === true && !isCi && env['TERM'] !== 'dumb';
  }

  /** Counts an action from its beginning to its end, as one of `noun` that is `done`: `built`, `rendered`. */
  async count<Made>(done: string, noun: string, action: () => Promise<Made>): Promise<Made> {
    const key = `${done} ${noun}`;
    const count = this.#counts.get(key) ?? { begun: 0, done: 0 };
    this.#counts.set(key, count);
    count.begun += 1;
    this.#begin();
    try {
      return await action();
    } finally {
      count.done += 1;
      this.#end();
    }
  }

  #begin(): void {
    this.#running += 1;
    this.#since ??= performance.now();
    if (!this.#isShown || this.#timer !== undefined) return;
    const waited = performance.now() - this.#since;
    this.#showAfter(Math.max(rhythm, patience - waited));
  }

  #showAfter(delay: number): void {
    this.#timer = setTimeout(() => {
      this.#stream.write(`${clearLine}${this.#text()} `);
      this.#showAfter(rhythm);
    }, delay);
    // Progress is no reason to go on.
    this.#timer.unref();
  }

  /** What is printed next must not stand behind it. */
  #end(): void {
    this.#running -= 1;
    if (this.#running > 0 || this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#stream.write(clearLine);
  }

  #text(): string {
    const parts = [...this.#counts].map(([key, count]) => {
      const [done = '', noun = ''] = key.split(' ');
      return `${done} ${String(count.done)} of ${plural(count.begun, noun)}`;
    });
    return parts.join(', ');
  }
}

/** Builds that are counted. */
export function countedKustomize(kustomize: Kustomize, progress: Progress): Kustomize {
  return {
    id: kustomize.id,
    build: (files, folder) =>
      progress.count('built', 'folder', () => kustomize.build(files, folder)),
  };
}

/** Charts that are counted as they are pulled and rendered. */
export function countedCharts(charts: Charts, progress: Progress): Charts {
  return {
    pull: (request, source) =>
      progress.count('pulled', 'chart', () => charts.pull(request, source)),
    render: (request, cache) =>
      progress.count('rendered', 'release', () => charts.render(request, cache)),
    pullSource: (manifest) => progress.count('pulled', 'source', () => charts.pullSource(manifest)),
  };
}
