import { isKind } from './about.ts';
import type { Rule } from './rule.ts';

/** Pods that no policy selects take all traffic. */
export const removedNetworkPolicy: Rule = {
  code: 'removed-network-policy',
  level: 'caution',
  matches: (change) =>
    change.action === 'deleted' &&
    isKind(
      change,
      'NetworkPolicy.networking.k8s.io',
      'CiliumNetworkPolicy.cilium.io',
      'CiliumClusterwideNetworkPolicy.cilium.io',
    ),
  explain: () => 'its pods may take all traffic',
  remedy: 'Check that another policy selects the same pods.',
};
