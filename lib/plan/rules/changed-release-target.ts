import { isKind } from './about.ts';
import type { Rule } from './rule.ts';

/**
 * A release with another storage or target namespace, name or chart is uninstalled and installed
 * (helm-controller v1.6.4, internal/action/verify.go, ReleaseTargetChanged).
 */
export const changedReleaseTarget: Rule = {
  code: 'changed-release-target',
  level: 'danger',
  matches: (change) =>
    isKind(change, 'HelmRelease.helm.toolkit.fluxcd.io') && change.cause?.kind === 'changed-target',
  explain: ({ cause }) =>
    `Helm uninstalls it and installs it anew: ${cause?.fields?.join(', ') ?? ''} changed`,
  remedy:
    'Keep storageNamespace, targetNamespace, releaseName and the name of the chart, or move the data first.',
};
