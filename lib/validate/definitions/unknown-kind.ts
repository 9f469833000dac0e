import { groupOf, textAt } from '../../kubernetes/index.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { BrokenDefinition } from '../schema/index.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';
import { lifeOf } from './api-life.ts';

function* check(cluster: Subjects): Generator<Complaint> {
  const { schemas } = cluster;
  if (schemas === undefined) return;
  const byKind = new Map<string, Subject[]>();
  for (const subject of cluster.all) {
    const { apiVersion, kind } = subject.manifest;
    const known = schemas.kind(apiVersion, kind);
    if (known !== undefined && known !== 'broken') continue;
    // Of a version that is gone, more is known.
    if (lifeOf(cluster, subject)?.state === 'removed') continue;
    const key = `${apiVersion} ${kind}`;
    const others = byKind.get(key);
    if (others === undefined) byKind.set(key, [subject]);
    else others.push(subject);
  }
  for (const [key, subjects] of byKind) {
    const [subject] = subjects;
    if (subject === undefined) continue;
    const more = subjects.length > 1 ? `, which ${String(subjects.length)} objects are` : '';
    const broken = schemas.broken.find((each) => defines(each, subject));
    // What is wrong with a definition of the tree is told of the definition.
    if (
      broken !== undefined &&
      cluster.all.some(({ manifest }) => manifest === broken.definition)
    ) {
      continue;
    }
    const message =
      broken === undefined
        ? `nothing here defines ${key}${more}`
        : `the definition of ${key}${more}, cannot be used: ${broken.message}`;
    yield { subject, at: subject.field('kind'), message };
  }
}

function defines({ definition }: BrokenDefinition, { manifest }: Subject): boolean {
  return (
    textAt(definition, 'spec', 'names', 'kind') === manifest.kind &&
    textAt(definition, 'spec', 'group') === groupOf(manifest.apiVersion)
  );
}

/** An object that nobody can check. */
export const unknownKind: Rule = {
  about: 'objects',
  code: 'unknown-kind',
  level: 'error',
  set: 'schema',
  check,
  remedy:
    'Bring its CustomResourceDefinition: in the tree, by the chart that installs it, or with --crds DIR.',
};
