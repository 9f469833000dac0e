import { DiagnosticError, errorAt } from '../core/index.ts';
import { Charts, findHelm } from '../io/charts/index.ts';
import { cacheDirectory, diskTree, fileCache, findKustomize } from '../io/reconcile/index.ts';
import { AgeKeys } from '../io/secret/index.ts';
import { type ClusterState, reconcile, type Tree } from '../reconcile/index.ts';
import type { Identity } from '../sops/index.ts';

/** The options that every command has that asks the offline Flux. */
export interface FluxFlags {
  /** Folders with the content of other sources, by the names of the sources. */
  readonly source: Readonly<Record<string, string>>;
  readonly offline?: true;
}

/** Reconciles a tree of one cluster, from the folder in which its Flux begins. */
export type ReconcileTree = (tree: Tree, entry: string) => Promise<ClusterState>;

/** What a command is given to ask. */
export interface OfflineFlux {
  readonly reconcile: ReconcileTree;
  /** The private keys at hand. */
  readonly identities: readonly Identity[];
}

/**
 * The offline Flux with all that a machine gives: kustomize, helm, private keys, the network, and
 * what earlier runs kept.
 *
 * @throws DiagnosticError where a folder or a named key file cannot be read
 */
export async function offlineFlux(
  { source, offline }: FluxFlags,
  env: NodeJS.ProcessEnv,
): Promise<OfflineFlux> {
  const { identities, problems } = await new AgeKeys(env).for([]);
  if (problems.length > 0) throw new DiagnosticError(problems);
  const sources = new Map(
    Object.entries(source).map(([name, folder]) => [name, openFolder(folder, '--source')]),
  );
  const directory = cacheDirectory(env);
  const cache = fileCache(`${directory}/builds`);
  const kustomize = findKustomize(env);
  const charts = new Charts({
    helm: findHelm(env),
    directory: `${directory}/charts`,
    cache: fileCache(`${directory}/charts/known`),
    offline: offline === true,
    mapped: sources,
    env,
  });
  return {
    identities,
    reconcile: (tree, entry) =>
      reconcile({ tree, entry, sources, identities, kustomize, cache, charts }),
  };
}

/** A folder that an option names, as a tree. */
export function openFolder(directory: string, option: string): Tree {
  try {
    const tree = diskTree(directory);
    tree.list('');
    return tree;
  } catch {
    const message = `${option}: there is no folder ${directory}`;
    throw new DiagnosticError([errorAt('usage', {}, message)]);
  }
}
