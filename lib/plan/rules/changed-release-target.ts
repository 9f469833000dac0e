import type { Described } from '../describe.ts';
import { isKind } from './about.ts';
import type { Rule, Surroundings } from './rule.ts';

/** What of the target changed, which the release's own objects carry as their cause. */
function targetOf({ object }: Described, { changes }: Surroundings): readonly string[] | undefined {
  if (!isKind({ object }, 'HelmRelease.helm.toolkit.fluxcd.io')) return undefined;
  const by = `HelmRelease ${object.namespace}/${object.name}`;
  const found = changes.find(({ cause }) => cause?.kind === 'changed-target' && cause.by === by);
  return found?.cause?.fields;
}

/** A release with another storage or target namespace, name or chart is uninstalled and installed. */
export const changedReleaseTarget: Rule = {
  code: 'changed-release-target',
  level: 'danger',
  matches: (change, around) => targetOf(change, around) !== undefined,
  explain: (change, around) =>
    `Helm uninstalls it and installs it anew: ${targetOf(change, around)?.join(', ') ?? ''} changed`,
  remedy:
    'Keep storageNamespace, targetNamespace, releaseName and the name of the chart, or move the data first.',
};
