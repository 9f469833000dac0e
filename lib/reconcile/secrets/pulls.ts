import type { Charts } from '../releases.ts';

/**
 * Pulls for two runs of one tree. What the second one asks for was asked for by the first, or has a
 * placeholder in it, which nobody is to be sent.
 */
export class Pulls {
  readonly #charts: Charts;
  readonly #pulled = new Map<string, ReturnType<Charts['pull']>>();
  readonly #sources = new Map<string, ReturnType<Charts['pullSource']>>();

  constructor(charts: Charts) {
    this.#charts = charts;
  }

  /** For the first run. */
  get asking(): Charts {
    return {
      render: (request, cache) => this.#charts.render(request, cache),
      pull: (request, source) =>
        once(this.#pulled, request, () => this.#charts.pull(request, source)),
      pullSource: (manifest) =>
        once(this.#sources, manifest, () => this.#charts.pullSource(manifest)),
    };
  }

  /** For the second. */
  get repeating(): Charts {
    const unavailable = Promise.resolve({ unavailable: 'its address holds a secret value' });
    return {
      render: (request, cache) => this.#charts.render(request, cache),
      pull: (request) => this.#pulled.get(keyOf(request)) ?? unavailable,
      pullSource: (manifest) => this.#sources.get(keyOf(manifest)) ?? unavailable,
    };
  }
}

function once<T>(known: Map<string, T>, request: object, ask: () => T): T {
  const answer = known.get(keyOf(request)) ?? ask();
  known.set(keyOf(request), answer);
  return answer;
}

function keyOf(request: object): string {
  return JSON.stringify(request, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
}
