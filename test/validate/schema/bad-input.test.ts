import { expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/kubernetes/index.ts';
import { manifest, problems, schemasWith, widget, widgets } from './support.ts';

test('a definition without versions is named, and the rest is checked', () => {
  const broken = { ...widgets({ type: 'object' }), spec: { group: 'example.com' } };
  const schemas = schemasWith(broken);
  expect(schemas.broken.map(({ message }) => message)).toEqual([
    'has no group, no kind or no versions',
  ]);
  expect(
    problems(manifest('{apiVersion: v1, kind: Namespace, metadata: {name: a}}'), schemas),
  ).toEqual([]);
});

const broken: readonly (readonly [string, JsonObject, string])[] = [
  ['is a text', { type: 'object', properties: 'none' }, 'properties.spec.properties is no map'],
  ['refers to another', { $ref: '#/definitions/a' }, 'properties.spec refers to another schema'],
  ['has a type that is none', { type: 'money' }, 'properties.spec.type is no type'],
  [
    'has a pattern that is none',
    { type: 'string', pattern: 5 },
    'properties.spec.pattern is no text',
  ],
  [
    'has a rule that is none',
    { type: 'object', 'x-kubernetes-validations': [{ rule: 5 }] },
    'properties.spec.x-kubernetes-validations has a rule that is no text',
  ],
  [
    'has a list of values that is none',
    { type: 'string', enum: 'a' },
    'properties.spec.enum is no list',
  ],
];

test.each(broken)('a schema that %s is named when an object needs it', (_, spec, message) => {
  const schemas = schemasWith(widgets(spec));
  expect(problems(widget({}), schemas)).toEqual([]);
  expect(schemas.broken.map((each) => each.message)).toEqual([message]);
});

test('a schema that holds itself is named', () => {
  const spec: Record<string, unknown> = { type: 'object' };
  spec['properties'] = { next: spec };
  const schemas = schemasWith(widgets(spec as JsonObject));
  expect(problems(widget({}), schemas)).toEqual([]);
  expect(schemas.broken[0]?.message).toContain('never ends');
});

test('an object that is nested too deeply is refused', () => {
  let spec: JsonObject = {};
  for (let depth = 0; depth < 5000; depth += 1) spec = { next: spec };
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const schemas = schemasWith(widgets(open));
  expect(problems(widget(spec), schemas)).toEqual([]);
});

test('an object of 10 MB is checked to its end', () => {
  const data = Object.fromEntries(
    Array.from({ length: 100_000 }, (_, index) => [`k${String(index)}`, 'x'.repeat(100)]),
  );
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'big' },
    data: { ...data, 'not a key': 'x' },
  };
  expect(problems(object, schemasWith())).toEqual([
    ' has more than 3 MiB, which the API server does not read',
    'data["not a key"] must be letters, digits, -, _ and ., at most 253',
    'data must not hold more than 1 MiB',
  ]);
});

test.each([
  [3 * 1024 * 1024, 1],
  [3 * 1024 * 1024 - 1000, 0],
])('a custom resource with a text of %i bytes has %i problems', (size, count) => {
  const schemas = schemasWith(
    widgets({ type: 'object', properties: { text: { type: 'string' } } }),
  );
  expect(problems(widget({ text: 'x'.repeat(size) }), schemas)).toHaveLength(count);
});

test('an object with thousands of mistakes names the first hundred', () => {
  const list = Array.from({ length: 10_000 }, () => 5);
  const schemas = schemasWith(
    widgets({ type: 'object', properties: { list: { type: 'array', items: { type: 'string' } } } }),
  );
  expect(problems(widget({ list }), schemas)).toHaveLength(100);
});

test('hostile names of fields are taken for names', () => {
  const object = JSON.parse('{"__proto__":{"a":1},"constructor":1}') as JsonObject;
  const schemas = schemasWith(widgets({ type: 'object' }));
  expect(problems(widget(object), schemas).sort()).toEqual([
    'spec.__proto__ is no field of this object',
    'spec.constructor is no field of this object',
  ]);
});
