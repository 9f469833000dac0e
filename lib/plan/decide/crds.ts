import { textAt } from '../../kubernetes/index.ts';
import type { CrdPolicy, ReconciledRelease } from '../../reconcile/state.ts';
import type { Cause } from '../plan.ts';

/**
 * Why helm-controller leaves a CRD of a chart's `crds/` as it is; undefined where it applies it.
 *
 * @param step whether the release is installed, also anew, or upgraded
 * @param isThere whether the cluster has the CRD, whoever brought it
 */
export function exemptCrd(
  { manifest, crdPolicy }: ReconciledRelease,
  step: keyof CrdPolicy,
  isThere: boolean,
): Cause | undefined {
  const policy = crdPolicy[step];
  if (policy === 'CreateReplace' || (policy === 'Create' && !isThere)) return undefined;
  const isSaid = textAt(manifest, 'spec', step, 'crds') !== undefined;
  return { kind: 'exempt', by: `spec.${step}.crds${isSaid ? '' : ' unset'}: ${policy}` };
}
