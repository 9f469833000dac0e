import type { Complaint, Rule } from '../rule.ts';
import { selectedPods, selectorMatcher } from '../selector.ts';
import type { Subjects } from '../subjects.ts';
import { lastingPods } from './running.ts';

/** Policies of other makers, which are not looked into. */
const others = ['CiliumNetworkPolicy.cilium.io', 'CiliumClusterwideNetworkPolicy.cilium.io'];

function* check(cluster: Subjects): Generator<Complaint> {
  if (cluster.ofKind(...others).length > 0) return;
  const covered = selectedPods(cluster, 'NetworkPolicy.networking.k8s.io', (policy) =>
    selectorMatcher(policy.field('spec', 'podSelector')),
  );
  for (const pod of lastingPods(cluster)) {
    // Policies do not reach what is in the network of its node.
    if (covered.has(pod) || pod.spec.at('hostNetwork').value === true) continue;
    yield { subject: pod.subject, message: 'no NetworkPolicy says who may reach it' };
  }
}

/** A pod that no policy selects may be reached by every other one of the cluster. */
export const uncoveredPod: Rule = {
  about: 'objects',
  code: 'uncovered-pod',
  level: 'error',
  levels: { staging: 'warning', development: 'off' },
  set: 'practice',
  check,
  remedy: 'Add a NetworkPolicy that selects it, or one for all pods of the namespace.',
};
