import { type Field } from '../field.ts';
import { containersOf, type PodTemplate } from '../pods.ts';
import { textsIn } from '../promises.ts';
import type { Complaint } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

/** A ConfigMap or Secret that a pod needs to start. */
export interface Needed {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: Field;
  /** The keys of it that must be there. */
  readonly keys: readonly Field[];
}

/** The ConfigMaps and Secrets without which a pod does not start. */
export function* neededBy(pod: PodTemplate): Generator<Needed> {
  for (const container of containersOf(pod)) {
    for (const env of container.items('env')) {
      const from = env.at('valueFrom');
      yield* reference('ConfigMap', from.at('configMapKeyRef'), 'name', [
        from.at('configMapKeyRef', 'key'),
      ]);
      yield* reference('Secret', from.at('secretKeyRef'), 'name', [from.at('secretKeyRef', 'key')]);
    }
    for (const from of container.items('envFrom')) {
      yield* reference('ConfigMap', from.at('configMapRef'));
      yield* reference('Secret', from.at('secretRef'));
    }
  }
  for (const volume of pod.spec.items('volumes')) {
    yield* fromVolume(volume);
    for (const source of volume.items('projected', 'sources')) yield* fromVolume(source);
  }
}

function* fromVolume(volume: Field): Generator<Needed> {
  const keysOf = (from: Field): readonly Field[] =>
    from.items('items').map((item) => item.at('key'));
  const map = volume.at('configMap');
  yield* reference('ConfigMap', map, 'name', keysOf(map));
  const secret = volume.at('secret');
  const field = secret.at('secretName').exists ? 'secretName' : 'name';
  yield* reference('Secret', secret, field, keysOf(secret));
}

function* reference(
  kind: Needed['kind'],
  from: Field,
  field = 'name',
  keys: readonly Field[] = [],
): Generator<Needed> {
  const name = from.at(field);
  if (name.text === undefined || from.at('optional').value === true) return;
  yield { kind, name, keys };
}

/**
 * Whether a name is the choice of whoever wrote the tree. What a chart names by itself, it also
 * makes: by a hook, or while it runs.
 */
export function isChosen({ owner }: Subject, name: string, cluster: Subjects): boolean {
  if (owner.kind !== 'HelmRelease' || owner.subject === undefined)
    return owner.kind !== 'HelmRelease';
  const values = owner.subject.field('spec', 'values').value;
  return cluster.once(values, () => new Set(textsIn(values))).has(name);
}

/** Complains about each name that a pod needs and nothing defines. */
export function* missing(cluster: Subjects, kind: Needed['kind']): Generator<Complaint> {
  for (const pod of cluster.pods) {
    const { subject } = pod;
    const told = new Set<string>();
    for (const needed of neededBy(pod)) {
      const name = needed.name.text ?? '';
      if (needed.kind !== kind || told.has(name)) continue;
      if (cluster.mayHave(kind, subject.id.namespace, name)) continue;
      if (!isChosen(subject, name, cluster)) continue;
      told.add(name);
      const said = `${subject.shownNamespace}/${subject.said(needed.name)}`;
      yield {
        subject,
        at: needed.name,
        message: `it needs the ${kind} ${said}, which nothing defines`,
      };
    }
  }
}
