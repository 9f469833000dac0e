import { DiagnosticError, errorAt } from '../core/index.ts';
import { machineCharts } from '../io/charts/index.ts';
import { cacheDirectory, diskTree, fileCache, findKustomize } from '../io/reconcile/index.ts';
import { countedCharts, countedKustomize, Progress } from '../io/progress.ts';
import { AgeKeys } from '../io/secret/index.ts';
import { type FluxOptions, offlineFlux, type Reconcile, type Tree } from '../reconcile/index.ts';
import type { Identity } from '../sops/index.ts';

/** The options that every command has that asks the offline Flux. */
export interface FluxFlags {
  /** Folders with the content of other sources, by the names of the sources. */
  readonly source: Readonly<Record<string, string>>;
  readonly offline?: true;
}

/** What a command is given to ask. */
export interface FluxOfThisMachine {
  readonly reconcile: Reconcile;
  /** The private keys at hand. */
  readonly identities: readonly Identity[];
}

/**
 * The offline Flux with all that a machine gives: kustomize, helm, private keys, the network, and
 * what earlier runs kept.
 *
 * @throws DiagnosticError where a folder or a named key file cannot be read
 */
export async function fluxOfThisMachine(
  { source, offline }: FluxFlags,
  env: NodeJS.ProcessEnv,
): Promise<FluxOfThisMachine> {
  const progress = new Progress(process.stderr, env);
  const { sources, ...known } = await optionsOf(source, env, progress);
  const settings = { offline: offline === true, mapped: sources };
  const charts = countedCharts(machineCharts(env, settings), progress);
  const reconcile = offlineFlux({ ...known, sources, charts });
  return { reconcile, identities: known.identities };
}

/**
 * The same for who asks only about Kustomizations: it renders no chart and fetches nothing.
 *
 * @throws DiagnosticError where a folder or a named key file cannot be read
 */
export async function fluxWithoutCharts(
  { source }: Pick<FluxFlags, 'source'>,
  env: NodeJS.ProcessEnv,
): Promise<Reconcile> {
  return offlineFlux(await optionsOf(source, env, new Progress(process.stderr, env)));
}

async function optionsOf(
  source: FluxFlags['source'],
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<FluxOptions & Required<Pick<FluxOptions, 'sources' | 'identities'>>> {
  const { identities, problems } = await new AgeKeys(env).for([]);
  if (problems.length > 0) throw new DiagnosticError(problems);
  const sources = new Map(
    Object.entries(source).map(([name, folder]) => [name, openFolder(folder, '--source')]),
  );
  const cache = fileCache(`${cacheDirectory(env)}/builds`);
  const kustomize = countedKustomize(findKustomize(env), progress);
  return { sources, identities, kustomize, cache };
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
