import { Field } from '../field.ts';
import { type Path, valueOn } from '../path.ts';
import { containersOf, podTemplateOf } from '../pods.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

/** Fields of an object that must be text. */
function* textsOf(subject: Subject): Generator<Path> {
  const { kind } = subject;
  if (kind === 'ConfigMap' || kind === 'Secret') {
    for (const part of ['data', 'stringData']) {
      for (const [, { path }] of subject.field().entries(part)) yield path;
    }
  }
  const pod = podTemplateOf(subject);
  for (const container of pod ? containersOf(pod) : []) {
    for (const { path } of container.items('env')) yield [...path, 'value'];
    for (const { path } of [...container.items('args'), ...container.items('command')]) yield path;
  }
}

function* check(cluster: Subjects): Generator<Complaint> {
  for (const subject of cluster.all) {
    if (subject.unsubstituted === undefined) continue;
    for (const path of textsOf(subject)) {
      const written = valueOn(subject.unsubstituted, path);
      const made = valueOn(subject.manifest, path);
      if (typeof written !== 'string' || typeof made === 'string') continue;
      const type = made === null ? 'null' : typeof made === 'boolean' ? 'a boolean' : 'a number';
      const message = `the value of its variable makes ${type} of what must be text`;
      yield { subject, at: new Field(made, path), message };
    }
  }
}

/** Quotes are lost before variables are substituted, so that digits become a number, which is refused. */
export const numberFromVariable: Rule = {
  about: 'objects',
  code: 'number-from-variable',
  level: 'error',
  set: 'flux',
  check,
  remedy: "Write ${quote}${NAME}${quote} with quote: '\"' among the variables.",
};
