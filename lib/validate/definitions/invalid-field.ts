import { Field, valueOn } from '../field.ts';
import type { Complaint, Rule } from '../rule.ts';
import { checkObject, type SchemaProblem } from '../schema/index.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

// What stands for a value that only the cluster has.
const placeholder = /\(\w+\)/;

function* check({ all, schemas }: Subjects): Generator<Complaint> {
  if (schemas === undefined) return;
  for (const subject of all) {
    const { sealed } = subject;
    const isClosed = sealed?.opened === false;
    const manifest = isClosed ? sealed.committed : subject.manifest;
    const problems = checkObject(manifest, schemas, { sealed: isClosed });
    if (problems === 'unknown-kind') continue;
    for (const each of problems) {
      if (isOfPlaceholder(subject, each)) continue;
      const at = new Field(valueOn(manifest, each.path), each.path);
      yield { subject, at, message: messageOf(subject, each) };
    }
  }
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
  check,
  remedy:
    'The API server would refuse the object, and Flux the Kustomization with it: mend the field.',
};
