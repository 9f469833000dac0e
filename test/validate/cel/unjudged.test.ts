import { describe, expect, test } from 'vitest';
import type { JsonObject, Manifest } from '../../../lib/kubernetes/index.ts';
import {
  checkObject,
  checkTransition,
  type SchemaProblem,
} from '../../../lib/validate/schema/index.ts';
import { asked, problems, schemasWith, widget, widgets } from '../schema/support.ts';

const text = { type: 'string' };
const numbers = { type: 'array', items: { type: 'integer' } };

function ruled(rule: string, properties: JsonObject = {}): Manifest {
  return widgets({ type: 'object', properties, 'x-kubernetes-validations': [{ rule }] });
}

function kinds(object: Manifest, ...definitions: readonly Manifest[]): SchemaProblem['kind'][] {
  const found = checkObject(object, schemasWith(...definitions));
  return found === 'unknown-kind' ? [] : found.map(({ kind }) => kind);
}

describe('a rule that would go on for too long', () => {
  const l = Array.from({ length: 2000 }, (_, index) => index);
  const loops = [
    'self.l.all(a, self.l.all(b, self.l.all(c, a + b + c >= 0)))',
    'self.l.all(a, b, self.l.all(c, d, self.l.all(e, f, b + d + f >= 0)))',
    "self.l.all(a, self.l.all(b, 'aaaaaaaaaaaaaaaaaaaaaaaa'.find('[a-z]+.*[0-9]') == ''))",
  ];

  test.each(loops)('is ended: %s', (rule) => {
    const [problem] = asked(rule, { l }, { l: numbers });
    expect(problem).toContain('it goes on for too long');
  });

  test('says nothing of what the API server would do', () => {
    expect(kinds(widget({ l }), ruled(loops[0] ?? '', { l: numbers }))).toEqual(['unjudged']);
  });

  test('refuses no change', () => {
    const crd = ruled(`${loops[0] ?? ''} && self == oldSelf`, { l: numbers });
    expect(checkTransition(widget({ l }), widget({ l }), schemasWith(crd))).toEqual([]);
  });
});

test.each([
  ['a text that is too long', '[a-z]+[0-9]+', /a text is too long to be searched/],
  ['an expression with too many ways', '(a+)+b', /a regular expression is not searched for here/],
])('a search for %s is not judged', (_, pattern, why) => {
  const spec = { a: `${'a'.repeat(100_000)}b1` };
  const rule = `self.a.find('${pattern}') == ''`;
  expect(kinds(widget(spec), ruled(rule, { a: text }))).toEqual(['unjudged']);
  expect(asked(rule, spec, { a: text })[0]).toMatch(why);
});

test('a rule that is too long to be read is told at its CRD alone', () => {
  const crd = ruled(`self.a == '${'a'.repeat(60_000)}'`, { a: text });
  expect(kinds(crd)).toEqual(['unjudged']);
  expect(kinds(widget({ a: 'a' }), crd)).toEqual([]);
});

test.each([
  "{?'a': optional.of(1)}.size() == 0",
  '[?optional.of(1)].size() == 0',
  'self.l.slice(0, 1).sort().first().hasValue()',
  'lists.range(3).size() == 0',
  'self.l.existsOne(x, x > 100)',
  'optional.ofNonZeroValue(0).hasValue()',
])('nothing is said of %s, which Kubernetes knows and the library does not', (rule) => {
  const crd = ruled(rule, { l: numbers });
  expect(problems(crd, schemasWith())).toEqual([]);
  expect(problems(widget({ l: [1, 2] }), schemasWith(crd))).toEqual([]);
});
