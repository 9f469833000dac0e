import type { Complaint, Rule } from '../rule.ts';
import { optsOutOfSubstitution } from '../../flux/index.ts';
import type { JsonObject } from '../../kubernetes/index.ts';
import type { Subjects } from '../subjects.ts';
import { textFields } from './halved-dollar.ts';

const expression = /(?<!\$)\$\{[^}]*\}?/;

function* check({ kustomizations }: Subjects): Generator<Complaint> {
  for (const { spec, objects } of kustomizations) {
    if (spec.postBuild === undefined) continue;
    for (const subject of objects) {
      if (subject.unsubstituted !== undefined || subject.kind === 'Secret') continue;
      if (optsOutOfSubstitution(subject.manifest as JsonObject)) continue;
      for (const at of textFields(subject.field())) {
        if (!expression.test(at.value as string)) continue;
        const message =
          'nothing is substituted here as long as no variable has a value, then this is';
        yield { subject, at, message };
        break;
      }
    }
  }
}

/** Flux leaves `${…}` alone until the first variable has a value; from then on it must be one. */
export const unsubstitutedVariable: Rule = {
  about: 'objects',
  code: 'unsubstituted-variable',
  level: 'warning',
  set: 'flux',
  check,
  remedy: 'Give the variable a value, write $${…} for text, or leave out postBuild.',
};
