import { textAt } from '../../kubernetes/index.ts';
import type { Described } from '../describe.ts';
import { isApplied } from './about.ts';
import type { Rule, Surroundings } from './rule.ts';
import { isMajor } from './versions.ts';

/** The version of a chart as a HelmRelease or the OCIRepository of a chart names it. */
function version(manifest: unknown): string {
  const kind = textAt(manifest, 'kind');
  if (kind === 'HelmRelease') return textAt(manifest, 'spec', 'chart', 'spec', 'version') ?? '';
  return kind === 'OCIRepository' ? (textAt(manifest, 'spec', 'ref', 'tag') ?? '') : '';
}

/** Whether a source holds manifests: a Kustomization builds them. */
function isOfManifests({ object }: Described, { before, after }: Surroundings): boolean {
  const { kind, namespace, name } = object;
  return [...before.owners, ...after.owners].some(
    ({ source }) => source === `${kind}/${namespace}/${name}`,
  );
}

/** A chart or artifact of a new major version may rename, drop or re-create what it holds. */
export const majorChart: Rule = {
  code: 'major-chart',
  level: 'caution',
  matches: (change) => isApplied(change) && isMajor(version(change.before), version(change.after)),
  explain: (change, around) => {
    const what = isOfManifests(change, around) ? 'artifact' : 'chart';
    return `${what} ${version(change.before)} → ${version(change.after)} (major)`;
  },
  remedy: 'Read its release notes, and the changes of its objects here.',
};
