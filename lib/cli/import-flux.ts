import { DiagnosticError } from '../core/index.ts';
import type { KustomizationSpec } from '../flux/index.ts';
import { cacheDirectory, fileCache, findKustomize } from '../io/reconcile/index.ts';
import { AgeKeys } from '../io/secret/index.ts';
import type { Manifest } from '../kubernetes/index.ts';
import { Builder, offlineFlux, type Reconcile, type Tree } from '../reconcile/index.ts';

/** Builds what a Kustomization applies, before substitution; text is why not. */
export type Build = (
  tree: Tree,
  spec: Partial<KustomizationSpec>,
) => Promise<readonly Manifest[] | string>;

/** The offline Flux for an import: charts and other sources stay as they are, so none is pulled. */
export async function fluxToImport(
  env: NodeJS.ProcessEnv,
): Promise<{ readonly reconcile: Reconcile; readonly build: Build }> {
  const { identities, problems } = await new AgeKeys(env).for([]);
  if (problems.length > 0) throw new DiagnosticError(problems);
  const kustomize = findKustomize(env);
  const cache = fileCache(`${cacheDirectory(env)}/builds`);
  const builder = new Builder(kustomize);
  return {
    reconcile: offlineFlux({ kustomize, identities, cache }),
    build: async (tree, spec) => {
      const built = await builder.build(tree, spec, { cache });
      if ('objects' in built) return built.objects.map(({ manifest }) => manifest);
      return built.diagnostics.map(({ message }) => message).join('; ');
    },
  };
}
