import type { Check } from '../check.ts';
import { type Evidence, valueOf } from '../evidence.ts';
import { whichCluster } from '../identity.ts';
import { Findings, type Outcome } from '../outcome.ts';

/** What is said of another cluster is no proof of this one. */
export const namedCluster: Check = {
  id: 'named-cluster',
  title: 'The kubeconfig is of the cluster that is named',
  part: 'live',
  look,
};

function look({ live }: Evidence): Outcome {
  const findings = new Findings();
  const identity = live && valueOf(live.identity, findings.note);
  if (live === undefined || identity === undefined) return findings.outcome(undefined);
  const found = whichCluster(identity);
  if (found === undefined) {
    findings.note('neither bootstrap nor the root Kustomization says which cluster it is');
    return findings.outcome(undefined);
  }
  if (found !== live.cluster) {
    const remedy = `Name the context of ${live.cluster}: --context NAME.`;
    findings.fail(`it is the cluster ${found}, not ${live.cluster}`, remedy);
  }
  return findings.outcome(live.cluster);
}
