import { Field } from '../field.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';

/** Every text in a value, with the way to it. */
export function* textFields(field: Field): Generator<Field> {
  if (typeof field.value === 'string') yield field;
  else {
    for (const each of field.items()) yield* textFields(each);
    for (const [, each] of field.entries()) yield* textFields(each);
  }
}

/**
 * Two dollars that are meant: `$$(VAR)` of Kubernetes, and the shell's own process. Elsewhere, as in
 * `$$1`, whoever writes two may well want the one that is left.
 */
const halved = /(?<!\$)\$\$(?=\()|(?<=^|[\s"'=/-])\$\$(?=$|[\s"';)&|.-])/m;

function* check(cluster: Subjects): Generator<Complaint> {
  for (const subject of cluster.all) {
    if (subject.unsubstituted === undefined) continue;
    for (const at of textFields(new Field(subject.unsubstituted))) {
      if (!halved.test(at.value as string)) continue;
      yield {
        subject,
        at,
        message: 'substitution of variables makes one $ of the two that stand here',
      };
    }
  }
}

/** `$$(VAR)` and the shell's `$$` are changed without a word. */
export const halvedDollar: Rule = {
  about: 'objects',
  code: 'halved-dollar',
  level: 'warning',
  set: 'flux',
  check,
  remedy:
    'Write $$$$ for two, or annotate the object kustomize.toolkit.fluxcd.io/substitute: disabled.',
};
