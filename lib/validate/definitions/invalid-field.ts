import type { Manifest } from '../../kubernetes/index.ts';
import { Field } from '../field.ts';
import { valueOn } from '../path.ts';
import type { Complaint, Rule } from '../rule.ts';
import { checkObject, type SchemaProblem } from '../schema/index.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

// What stands for a value that only the cluster has.
const placeholder = /\(\w+\)/;

/** A problem of an object, with the object as it was checked. */
interface Found {
  readonly subject: Subject;
  readonly problem: SchemaProblem;
  readonly manifest: Manifest;
}

function problemsIn({ all, schemas }: Subjects): readonly Found[] {
  if (schemas === undefined) return [];
  return all.flatMap((subject) => {
    const { sealed } = subject;
    const isClosed = sealed?.opened === false;
    const manifest = isClosed ? sealed.committed : subject.manifest;
    const problems = checkObject(manifest, schemas, { sealed: isClosed });
    if (problems === 'unknown-kind') return [];
    return problems
      .filter((problem) => !isOfPlaceholder(subject, problem))
      .map((problem) => ({ subject, problem, manifest }));
  });
}

function complaints(isMeant: (problem: SchemaProblem) => boolean): Rule['check'] {
  return function* check(cluster): Generator<Complaint> {
    // Objects are compared once, whoever asks.
    for (const { subject, problem, manifest } of cluster.once('problems', () =>
      problemsIn(cluster),
    )) {
      if (!isMeant(problem)) continue;
      const at = new Field(valueOn(manifest, problem.path), problem.path);
      yield { subject, at, message: messageOf(subject, problem) };
    }
  };
}

/** Whether a value is wrong that only stands for another one. */
function isOfPlaceholder(
  { manifest, unsubstituted }: Subject,
  { path, kind }: SchemaProblem,
): boolean {
  if (unsubstituted === undefined || kind === 'missing-field' || kind === 'unknown-field')
    return false;
  const value = valueOn(manifest, path);
  return typeof value === 'string' && placeholder.test(value);
}

/** The name of a field that is too much, or missing, is no part of the manifest as it may be shown. */
function messageOf(subject: Subject, { path, message }: SchemaProblem): string {
  const where = subject.formatPath(path);
  return where === '' ? `the object ${message}` : `${where} ${message}`;
}

/** What the schema of a kind, and what Kubernetes checks beside it, say of an object's fields. */
export const invalidField: Rule = {
  about: 'objects',
  code: 'invalid-field',
  level: 'error',
  set: 'schema',
  check: complaints(({ kind }) => kind !== 'unjudged'),
  remedy:
    'The API server would refuse the object, and Flux the Kustomization with it: mend the field.',
};

/** A rule of a CRD that takes longer than it may here: the API server may have an answer. */
export const unjudgedField: Rule = {
  about: 'objects',
  code: 'unjudged-field',
  level: 'warning',
  set: 'schema',
  check: complaints(({ kind }) => kind === 'unjudged'),
  remedy: 'Ask the API server: kubectl apply --server-side --dry-run=server.',
};
