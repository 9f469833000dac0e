/** What a build gives: a stream of YAML, or what kustomize said instead. */
export type KustomizeResult = { readonly yaml: string } | { readonly problem: string };

/** The real kustomize. */
export interface Kustomize {
  /** What tells this program from others, for keys of the cache; undefined where there is none. */
  readonly id: string | undefined;
  /**
   * Builds a folder of these files with load restrictions off, and without a network. There is
   * nothing else that the build can read.
   */
  build(files: ReadonlyMap<string, Uint8Array>, folder: string): Promise<KustomizeResult>;
}

/**
 * Keeps texts between runs, by a name that holds the hash of all that they were made from. What it
 * gives is what was put in, or nothing.
 */
export interface BuildCache {
  get(key: string): string | undefined;
  set(key: string, text: string): void;
}

/** A cache that forgets everything. */
export const noCache: BuildCache = { get: () => undefined, set: () => undefined };
