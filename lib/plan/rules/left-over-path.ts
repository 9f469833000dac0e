import { textAt, valueAt } from '../../kubernetes/index.ts';
import type { Described } from '../describe.ts';
import { isKind } from './about.ts';
import type { Rule } from './rule.ts';

function pathOf(manifest: unknown): string {
  return (textAt(manifest, 'spec', 'path') ?? '').replace(/^\.?\/+|\/+$/g, '');
}

function isMoved({ before, after }: Described): boolean {
  return after !== undefined && before !== undefined && pathOf(before) !== pathOf(after);
}

/**
 * Until its new path arrives, a Kustomization builds the new revision at the old one: where a
 * folder is left there, it prunes what that lacks. Without one it fails, which prunes nothing.
 */
export const leftOverPath: Rule = {
  code: 'left-over-path',
  level: 'caution',
  matches: (change, around) =>
    isKind(change, 'Kustomization.kustomize.toolkit.fluxcd.io') &&
    isMoved(change) &&
    valueAt(change.before, 'spec', 'prune') === true &&
    around.hasFolder(pathOf(change.before)),
  explain: ({ before }) =>
    `${pathOf(before)} is still there: what it lacks may be pruned before the new path arrives`,
  remedy: 'Change the path in a publication of its own, and empty the old folder in the next.',
};
