import { readdirSync, readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/kubernetes/index.ts';
import { ruleProblem } from '../../../lib/validate/cel/index.ts';
import type { RuleSource } from '../../../lib/validate/schema/node.ts';
import { checkTransition, formatPath } from '../../../lib/validate/schema/index.ts';
import { asked, manifest, problems, schemasWith, widget, widgets } from '../schema/support.ts';

test('every rule of the shipped CRDs compiles', () => {
  const folder = new URL('../../../schemas/', import.meta.url);
  const rules: RuleSource[] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const found = (value as JsonObject)['x-kubernetes-validations'];
    if (Array.isArray(found)) rules.push(...(found as unknown as RuleSource[]));
    Object.values(value).forEach(collect);
  };
  for (const file of readdirSync(folder).filter((name) => name !== 'kubernetes.br')) {
    const text = brotliDecompressSync(readFileSync(new URL(file, folder))).toString();
    text
      .split('\n')
      .slice(1, -1)
      .forEach((line) => collect(JSON.parse(line)));
  }
  expect(rules.length).toBeGreaterThan(500);
  expect(rules.flatMap((rule) => ruleProblem(rule) ?? [])).toEqual([]);
});

const text = { type: 'string' };
const number = { type: 'integer' };
const texts = { type: 'array', items: text };
const numbers = { type: 'array', items: number };

const holds: readonly (readonly [string, JsonObject, JsonObject])[] = [
  ["self.a.matches('^[a-z]+$')", { a: 'abc' }, { a: text }],
  ["self.a.find('[0-9]+') == '12'", { a: 'ab12cd3' }, { a: text }],
  ["self.a.findAll('[0-9]+') == ['12', '3']", { a: 'ab12cd3' }, { a: text }],
  ["self.a.replace('a', 'b') == 'bbb'", { a: 'aba' }, { a: text }],
  ["self.a.split(',').size() == 2 && self.a.charAt(0) == 'a'", { a: 'a,b' }, { a: text }],
  ["'%s has %d'.format([self.a, 5]) == 'x has 5'", { a: 'x' }, { a: text }],
  [
    'self.l.isSorted() && self.l.sum() == 6 && self.l.min() == 1 && self.l.max() == 3',
    { l: [1, 2, 3] },
    { l: numbers },
  ],
  ["self.l.indexOf('b') == 1 && self.l.lastIndexOf('z') == -1", { l: ['a', 'b'] }, { l: texts }],
  [
    "sets.contains(self.l, ['a']) && sets.intersects(self.l, ['b', 'c']) && sets.equivalent(self.l, ['b', 'a'])",
    { l: ['a', 'b'] },
    { l: texts },
  ],
  [
    "url(self.a).getHost() == 'example.com:80' && url(self.a).getPort() == '80' && isURL(self.a)",
    { a: 'http://example.com:80/x' },
    { a: text },
  ],
  [
    "ip(self.a).family() == 4 && isIP(self.a) && cidr('10.0.0.0/8').containsIP(self.a)",
    { a: '10.1.2.3' },
    { a: text },
  ],
  [
    "cidr(self.a).prefixLength() == 8 && cidr('0.0.0.0/0').containsCIDR(self.a) && !isCIDR('x')",
    { a: '10.0.0.0/8' },
    { a: text },
  ],
  ["ip.isCanonical('::1') && !ip.isCanonical('0:0::1')", {}, {}],
  [
    "quantity(self.a).isLessThan(quantity('1Gi')) && quantity(self.a).compareTo(quantity('0.5Gi')) == 0",
    { a: '512Mi' },
    { a: text },
  ],
  ["quantity('1').add(quantity('500m')).asApproximateFloat() == 1.5 && !isQuantity('x')", {}, {}],
  [
    "semver(self.a).major() == 1 && semver(self.a).isLessThan(semver('1.10.0')) && !isSemver('1.2')",
    { a: '1.2.3' },
    { a: text },
  ],
  ['!format.dns1123Label().validate(self.a).hasValue()', { a: 'abc' }, { a: text }],
  ["format.named('dns1123Label').value().validate('A').hasValue()", {}, {}],
  ["duration(self.a) > duration('1h')", { a: '90m' }, { a: text }],
  ['timestamp(self.a).getFullYear() == 2024', { a: '2024-01-02T03:04:05Z' }, { a: text }],
  ['self.n / 2 == 2 && self.n % 2 == 1', { n: 5 }, { n: number }],
  ['self.n / 2.0 == 2.5', { n: 5 }, { n: { type: 'number' } }],
  ['self.n == 3', {}, { n: { ...number, default: 3 } }],
  ["!has(self.a) && self.?a.orValue('none') == 'none'", {}, { a: text }],
  [
    'has(self.l[0].a) && !has(self.l[1].a)',
    { l: [{ a: 'x' }, {}] },
    { l: { type: 'array', items: { type: 'object', properties: { a: text } } } },
  ],
  [
    "self.m.all(k, k.startsWith('a')) && 'ab' in self.m && self.m['ab'] == 1",
    { m: { ab: 1 } },
    { m: { type: 'object', additionalProperties: number } },
  ],
  [
    'self.l.all(i, v, i < v) && self.l.transformList(i, v, v - i) == [1, 1]',
    { l: [1, 2] },
    { l: numbers },
  ],
  [
    'self.x__dash__y && self.__namespace__',
    { 'x-y': true, namespace: true },
    { 'x-y': { type: 'boolean' }, namespace: { type: 'boolean' } },
  ],
  [
    "type(self.p) == int || self.p == 'http'",
    { p: 80 },
    { p: { 'x-kubernetes-int-or-string': true } },
  ],
  ["self.?a.optMap(x, x == 'a').orValue(true)", {}, { a: text }],
  ["self.?a.optMap(x, x + 'b').value() == 'ab'", { a: 'a' }, { a: text }],
  ["self.?a.optFlatMap(x, self.?b).orValue('') == 'b'", { a: 'a', b: 'b' }, { a: text, b: text }],
  ['self.l.transformList(i, v, i > 0, v) == [2]', { l: [1, 2] }, { l: numbers }],
  [
    "self.m.transformMap(k, v, v > 1, k)['b'] == 'b' && self.m.transformMapEntry(k, v, {v: k})[1] == 'a'",
    { m: { a: 1, b: 2 } },
    { m: { type: 'object', additionalProperties: number } },
  ],
  ['self.l.exists(i, v, 1 / v > 0) && !self.l.all(i, v, 1 / v > 1)', { l: [0, 1] }, { l: numbers }],
  ["[duration('1h'), duration('2h')].sum() == duration('3h')", {}, {}],
  ['self.l.reverse() == [2, 1]', { l: [1, 2] }, { l: numbers }],
  [
    "quantity(self.a) == quantity('1') && quantity(self.a) != quantity('2')",
    { a: '1000m' },
    { a: text },
  ],
  ["cidr('10.1.0.0/8').masked() == cidr('10.0.0.0/8')", {}, {}],
  ["semver(self.a) == semver('1.0.0')", { a: '1.0.0' }, { a: text }],
  ["'ab'.find('a|ab') == 'a' && 'ab'.find('c') == ''", {}, {}],
  ["'aaa'.findAll('^a').size() == 1 && 'aaa'.findAll('a*') == ['aaa']", {}, {}],
  ["'baab'.findAll('a*') == ['', 'aa', ''] && 'aaaa'.findAll('a{2,3}?', 1) == ['aa']", {}, {}],
  [
    "self.a.findAll('[[]?[]a\\\\-\\\\s]+') == ['a] -'] && self.a.find('(?P<x>\\\\S+)$') == '-é.'",
    { a: 'a] -é.' },
    { a: text },
  ],
];

test.each(holds)('%s holds', (rule, spec, properties) => {
  expect(asked(rule, spec, properties)).toEqual([]);
  expect(asked(`!(${rule})`, spec, properties)).toHaveLength(1);
});

describe('a rule that does not hold', () => {
  test('is told in the words of the CRD', () => {
    expect(asked('self.n > 5', { n: 1 }, { n: number }, { message: 'too small' })).toEqual([
      'spec too small',
    ]);
  });

  test('is told in the words that an expression makes', () => {
    const messageExpression = "'must be more than ' + string(5)";
    expect(asked('self.n > 5', { n: 1 }, { n: number }, { messageExpression })).toEqual([
      'spec must be more than 5',
    ]);
  });

  test('is told by itself where nobody wrote words', () => {
    expect(asked('self.n > 5', { n: 1 }, { n: number })).toEqual(['spec must satisfy self.n > 5']);
  });

  test('is told at the field that it names', () => {
    expect(asked('self.n > 5', { n: 1 }, { n: number }, { fieldPath: '.n' })).toEqual([
      'spec.n must satisfy self.n > 5',
    ]);
  });
});

test('a rule that reads what is not there cannot be judged', () => {
  expect(asked("self.a == 'x'", {}, { a: text })).toEqual([
    "spec cannot be judged by the rule self.a == 'x': No such key: a",
  ]);
});

test('an expression whose time could explode takes none', () => {
  const a = `${'a'.repeat(5000)}!`;
  expect(asked("self.a.matches('^(a+)+$')", { a }, { a: text })).toHaveLength(1);
});

describe('a CRD', () => {
  const crd = (rule: string): string[] => {
    const schema = {
      type: 'object',
      properties: { a: text },
      'x-kubernetes-validations': [{ rule }],
    };
    return problems(widgets(schema), schemasWith());
  };
  const place =
    'spec.versions[0].schema.openAPIV3Schema.properties.spec.x-kubernetes-validations[0].rule';

  test.each([
    ['is no expression', 'self.a ==', /does not compile: /],
    ['names no function', 'nothing(self.a)', /found no matching overload for 'nothing/],
    ['names no variable', 'other.a', /Unknown variable: other/],
    ['names a field that is not declared', "self.b == 'x'", /No such key: b/],
    ['asks for a field that is not declared', 'has(self.b)', /No such key: b/],
    ['compares two types', 'self.a == 5', /no such overload: string == int/],
    ['uses what Kubernetes leaves out', 'cel.bind(x, 1, x == 1)', /Unknown variable: cel/],
    ['gives no truth', "'text'", /gives string, not bool/],
  ])('is refused where a rule %s', (_, rule, problem) => {
    const [found = '', more] = crd(rule);
    expect(found.slice(0, place.length)).toBe(place);
    expect(found).toMatch(problem);
    expect(more).toBeUndefined();
  });

  test('is accepted with a rule that compiles', () => {
    expect(crd("self.a != 'x'")).toEqual([]);
  });
});

describe('a transition', () => {
  const rules = (rule: string, more: JsonObject = {}): JsonObject => ({
    'x-kubernetes-validations': [{ rule, ...more }],
  });
  const changed = (properties: JsonObject, old: JsonObject, next: JsonObject): string[] => {
    const schemas = schemasWith(widgets({ type: 'object', properties }));
    return checkTransition(widget(old), widget(next), schemas).map(
      ({ path, message }) => `${formatPath(path)} ${message}`,
    );
  };

  test('is judged with both sides', () => {
    const properties = { a: { ...text, ...rules('self == oldSelf', { message: 'is immutable' }) } };
    expect(changed(properties, { a: 'x' }, { a: 'x' })).toEqual([]);
    expect(changed(properties, { a: 'x' }, { a: 'y' })).toEqual(['spec.a is immutable']);
  });

  test('is not judged where nothing was before', () => {
    expect(changed({ a: { ...text, ...rules('self == oldSelf') } }, {}, { a: 'y' })).toEqual([]);
  });

  test('is judged there too where the rule takes oldSelf as optional', () => {
    const rule = rules('!oldSelf.hasValue()', { optionalOldSelf: true });
    expect(changed({ a: { ...text, ...rule } }, {}, { a: 'y' })).toEqual([]);
    expect(changed({ a: { ...text, ...rule } }, { a: 'x' }, { a: 'y' })).toHaveLength(1);
  });

  test('finds the item of a list by its key', () => {
    const item = {
      type: 'object',
      required: ['name'],
      properties: { name: text, n: number },
      ...rules('self.n >= oldSelf.n'),
    };
    const keys = { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] };
    const properties = { l: { type: 'array', ...keys, items: item } };
    const old = {
      l: [
        { name: 'a', n: 1 },
        { name: 'b', n: 5 },
      ],
    };
    expect(
      changed(properties, old, {
        l: [
          { name: 'b', n: 5 },
          { name: 'a', n: 2 },
        ],
      }),
    ).toEqual([]);
    expect(changed(properties, old, { l: [{ name: 'b', n: 4 }] })).toHaveLength(1);
  });

  test('does not count for an object that is new', () => {
    const schemas = schemasWith(
      widgets({ type: 'object', properties: { a: { ...text, ...rules('self == oldSelf') } } }),
    );
    expect(problems(widget({ a: 'x' }), schemas)).toEqual([]);
  });

  test('holds for the kinds that are shipped', () => {
    const provider = (type: string) =>
      manifest(
        `{apiVersion: source.toolkit.fluxcd.io/v1, kind: GitRepository, metadata: {name: a}, spec: {interval: 1m, url: "https://a", provider: ${type}}}`,
      );
    expect(checkTransition(provider('generic'), provider('github'), schemasWith())).toEqual([]);
  });
});
