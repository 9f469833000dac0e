import { objectId, textAt } from '../../kubernetes/index.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';

function* check({ all, schemas }: Subjects): Generator<Complaint> {
  if (schemas === undefined) return;
  // Definitions are read when an object needs them.
  for (const { manifest } of all) schemas.kind(manifest.apiVersion, manifest.kind);
  for (const { definition, message } of schemas.broken) {
    const { name } = objectId(definition);
    const own = all.find(({ manifest }) => manifest === definition);
    // One of a folder that was named is told of at the first object that needs it.
    const subject =
      own ??
      all.find(({ manifest }) => textAt(definition, 'spec', 'names', 'kind') === manifest.kind);
    if (subject !== undefined) yield { subject, message: `the definition ${name} ${message}` };
  }
}

/** A CustomResourceDefinition that says nothing of its objects. */
export const brokenDefinition: Rule = {
  about: 'objects',
  code: 'broken-definition',
  level: 'error',
  set: 'schema',
  check,
  remedy: 'Its objects are not checked until it is mended.',
};
