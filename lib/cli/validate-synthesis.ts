import type { Finding } from '../core/index.ts';
import { findKustomize } from '../io/reconcile/index.ts';
import { offlineFlux } from '../reconcile/index.ts';
import type { Synthesis } from '../synth/index.ts';
import { isKnowledge, validateTree } from '../validate/index.ts';
import { treeOf } from './synthesized-tree.ts';

/**
 * What is wrong with a synthesis, as far as that can be told without charts, other sources and keys:
 * its result is the same on every machine, and nothing is fetched.
 */
export async function validateSynthesis(
  synthesis: Synthesis,
  cwd: string,
): Promise<readonly Finding[]> {
  // Where Flux stands beside what synth writes, only the whole tree can be judged.
  if (synthesis.clusters.every(({ cluster }) => cluster.fluxSettings === 'existing')) return [];
  const reconcile = offlineFlux({ kustomize: findKustomize(process.env) });
  const validations = await validateTree(treeOf(synthesis, cwd), undefined, reconcile);
  return validations.flatMap(({ findings }) => findings.filter(isKnowledge));
}
