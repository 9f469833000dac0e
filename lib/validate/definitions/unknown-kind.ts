import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';
import { lifeOf } from './api-life.ts';

function* check(cluster: Subjects): Generator<Complaint> {
  const { schemas } = cluster;
  if (schemas === undefined) return;
  const byKind = new Map<string, Subject[]>();
  for (const subject of cluster.all) {
    const { apiVersion, kind } = subject.manifest;
    if (schemas.kind(apiVersion, kind) !== undefined) continue;
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
    const more = subjects.length > 1 ? `, which ${String(subjects.length)} objects are,` : '';
    yield { subject, at: subject.field('kind'), message: `nothing here defines ${key}${more}` };
  }
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
