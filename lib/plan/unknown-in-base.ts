import type { Diagnostic } from '../core/index.ts';
import type { ClusterState } from '../reconcile/state.ts';

/**
 * Why it is not known what some owners had applied: what is said of the base and of owners that
 * fail or are opaque there, unless the same is said of the head. Warnings, since it is the head
 * that is judged.
 */
export function unknownInBase(pair: {
  readonly base: ClusterState | undefined;
  readonly head: ClusterState | undefined;
}): readonly Diagnostic[] {
  const { base, head } = pair;
  if (!base) return [];
  const known = knownIn(base);
  const said = new Set(head?.diagnostics.map(textOf));
  return base.diagnostics
    .filter((each) => !said.has(textOf(each)))
    .filter(({ severity, location, related = [] }) => {
      const named = [location, ...related].flatMap(({ object }) => object ?? []);
      const isOfOwner = named.some((each) => known.has(each));
      return isOfOwner ? named.some((each) => known.get(each) === false) : severity === 'error';
    })
    .map((each) => ({ ...each, severity: 'warning', message: `in the base: ${each.message}` }));
}

/** Of each owner, as diagnostics name it, whether it is known what it applies. */
function knownIn(state: ClusterState): ReadonlyMap<string, boolean> {
  const lists = [
    ['Kustomization', state.kustomizations],
    ['HelmRelease', state.releases],
    ['ResourceSet', state.resourceSets],
  ] as const;
  return new Map(
    lists.flatMap(([kind, owners]) =>
      owners.map(({ id, status }) => {
        return [`${kind} ${id}`, status !== 'failed' && status !== 'opaque'] as const;
      }),
    ),
  );
}

function textOf({ code, message, location }: Diagnostic): string {
  return JSON.stringify([code, message, location.object]);
}
