import type { Subject } from '../validate/index.ts';

/**
 * The objects that a person means: `Kind/namespace/name`, `Kind namespace/name` as plans print it,
 * `namespace/name`, or a name alone. Kinds may be in any case, with or without their group. Where a
 * Kustomization has the name, it is meant.
 */
export function findObjects(all: readonly Subject[], words: readonly string[]): readonly Subject[] {
  const parts = words.flatMap((word) => word.split('/')).filter((part) => part !== '');
  const found = all.filter((subject) => matches(subject, parts));
  const kustomizations = found.filter(({ id }) => isKustomization(id.kind, id.group));
  return kustomizations.length > 0 && parts.length < 3 ? kustomizations : found;
}

function isKustomization(kind: string, group: string): boolean {
  return kind === 'Kustomization' && group.startsWith('kustomize.toolkit.');
}

function matches({ id, kind }: Subject, parts: readonly string[]): boolean {
  const isKind = (text = ''): boolean =>
    [id.kind, kind].some((each) => each.toLowerCase() === text.toLowerCase());
  const [first = '', second, third] = parts;
  if (parts.length === 1) return id.name === first;
  if (parts.length === 2) {
    return id.name === second && (id.namespace === first || isKind(first));
  }
  return parts.length === 3 && isKind(first) && id.namespace === second && id.name === third;
}
