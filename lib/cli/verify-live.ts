import { valueAt } from '../kubernetes/index.ts';
import { Kubectl } from '../io/cluster/index.ts';
import { askCluster, type ToProbe } from '../io/verify/index.ts';
import { type ClusterState, shownId } from '../reconcile/index.ts';
import type { ClusterEvidence, Known, LiveEvidence } from '../verify/index.ts';

/** What a running cluster says of itself, and of what it is to have. */
export function liveEvidence(
  { name, state }: ClusterEvidence,
  context: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<LiveEvidence> {
  const applied: Known<readonly ToProbe[]> =
    'value' in state ? { value: appliedIn(state.value) } : state;
  return askCluster(new Kubectl({ context }, env), name, applied, new Date());
}

function appliedIn({ kustomizations }: ClusterState): readonly ToProbe[] {
  return kustomizations
    .filter(({ status, target }) => status === 'applied' && target === '')
    .flatMap(({ id, manifest, objects, shown }) => {
      const owner = shown?.id ?? id;
      const isPartial = valueAt(manifest, 'spec', 'ignore') !== undefined;
      return objects.map((each): ToProbe => {
        const isClosed = each.sealed?.opened === false;
        const why = isClosed
          ? 'ciphertext that no key at hand opens'
          : isPartial
            ? 'fields that spec.ignore of the Kustomization leaves out'
            : undefined;
        const known = why === undefined ? { value: each.manifest } : { missing: why };
        const veiled = each.shown && { shown: shownId(each) };
        return { id: each.id, ...veiled, owner, manifest: known };
      });
    });
}
