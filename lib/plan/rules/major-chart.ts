import { textAt } from '../compare/index.ts';
import { isApplied } from './about.ts';
import type { Rule } from './rule.ts';
import { isMajor } from './versions.ts';

/** The version of a chart as a HelmRelease or the OCIRepository of a chart names it. */
function version(manifest: unknown): string {
  const kind = textAt(manifest, 'kind');
  if (kind === 'HelmRelease') return textAt(manifest, 'spec', 'chart', 'spec', 'version') ?? '';
  return kind === 'OCIRepository' ? (textAt(manifest, 'spec', 'ref', 'tag') ?? '') : '';
}

/** A chart of a new major version may rename, drop or re-create what it holds. */
export const majorChart: Rule = {
  code: 'major-chart',
  level: 'caution',
  matches: (change) => isApplied(change) && isMajor(version(change.before), version(change.after)),
  explain: ({ before, after }) => `chart ${version(before)} → ${version(after)} (major)`,
  remedy: 'Read the notes of the chart, and the changes of its objects here.',
};
