import type { Described } from '../describe.ts';
import { imagesOf, isApplied } from './about.ts';
import type { Rule } from './rule.ts';
import { isMajor } from './versions.ts';

function split(image: string): { readonly name: string; readonly tag: string } {
  const [reference = ''] = image.split('@');
  const colon = reference.lastIndexOf(':');
  // A colon before a slash belongs to the port of a registry.
  if (colon < reference.lastIndexOf('/')) return { name: reference, tag: '' };
  return { name: reference.slice(0, colon), tag: reference.slice(colon + 1) };
}

function bumps({ before, after }: Described): readonly string[] {
  const old = imagesOf(before);
  return [...imagesOf(after)].flatMap(([container, image]) => {
    const [from, to] = [split(old.get(container) ?? ''), split(image)];
    if (from.name !== to.name || !isMajor(from.tag, to.tag)) return [];
    const name = to.name.slice(to.name.lastIndexOf('/') + 1);
    return [`image ${name} ${from.tag} → ${to.tag} (major)`];
  });
}

/** A new major version may need another configuration, or change data for good. */
export const majorImage: Rule = {
  code: 'major-image',
  level: 'caution',
  matches: (change) => isApplied(change) && bumps(change).length > 0,
  explain: (change) => bumps(change).join(', '),
  remedy: 'Read the release notes.',
};
