import {
  type Field,
  labelMatcher,
  selectorMatcher,
  type Subject,
  type Subjects,
} from '../validate/index.ts';
import { namedIn } from './names.ts';

/** One object that needs another. */
export interface Reference {
  readonly from: Subject;
  /** The field that names it, or that selects it. */
  readonly at: Field;
  readonly to: Subject;
}

/** Every reference between objects of a cluster, each field once. */
export function* referencesIn(cluster: Subjects): Generator<Reference> {
  const byName = new Map<string, Subject[]>();
  for (const each of cluster.all) {
    const key = keyOf(each.id.kind, each.id.namespace, each.id.name);
    byName.set(key, [...(byName.get(key) ?? []), each]);
  }
  for (const from of cluster.all) {
    for (const { at, kind, group, namespace, name } of namedIn(from)) {
      const found = [namespace, ''].flatMap((place) => byName.get(keyOf(kind, place, name)) ?? []);
      const to = found.find(({ id }) => group === undefined || id.group === group);
      if (to !== undefined && to !== from) yield { from, at, to };
    }
    yield* selectedBy(from, cluster);
  }
}

function keyOf(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

/** Where kinds select pods by their labels. */
function* selectedBy(from: Subject, cluster: Subjects): Generator<Reference> {
  const spec = from.field('spec');
  const [at, matches] =
    from.kind === 'Service'
      ? [spec.at('selector'), labelMatcher]
      : from.kind === 'NetworkPolicy.networking.k8s.io'
        ? [spec.at('podSelector'), selectorMatcher]
        : from.kind === 'PodDisruptionBudget.policy'
          ? [spec.at('selector'), selectorMatcher]
          : [];
  if (at === undefined || matches === undefined || at.entries().length === 0) return;
  const isSelected = matches(at);
  for (const { subject, labels } of cluster.podsIn(from.id.namespace)) {
    if (isSelected(labels)) yield { from, at, to: subject };
  }
}
