import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSchemas } from '../../../lib/io/schema-data.ts';
import type { JsonObject, JsonValue } from '../../../lib/kubernetes/index.ts';
import { ruleProblem } from '../../../lib/validate/cel/index.ts';
import { ruleOf } from '../../../lib/validate/cel/rule.ts';
import { toCel } from '../../../lib/validate/cel/values.ts';
import { compileCrdSchema } from '../../../lib/validate/schema/compile.ts';
import { newNode, type Node } from '../../../lib/validate/schema/node.ts';

const groups = readdirSync(new URL('../../../schemas/', import.meta.url))
  .map((file) => file.replace(/\.br$/, ''))
  .filter((name) => name !== 'kubernetes');

const metadata = { ...newNode('object'), properties: new Map([['name', newNode('string')]]) };

/** Every place with rules below a node. */
function ruled(node: Node): Node[] {
  if (!node.ruled) return [];
  const inner = [...(node.properties?.values() ?? []), node.values, node.items];
  const below = inner.flatMap((each) => (each === undefined ? [] : ruled(each)));
  return node.validations.length > 0 ? [node, ...below] : below;
}

/** A value with every field, of the types that the schema asks for. */
function sample(node: Node): JsonValue {
  const [first] = node.limits?.enum ?? [];
  if (first !== undefined) return first;
  switch (node.type) {
    case 'string':
      return node.limits?.format === 'date-time' ? '2026-01-01T00:00:00Z' : '1m';
    case 'integer':
    case 'int-or-string':
      return Math.max(1, node.limits?.minimum ?? 1);
    case 'number':
      return 1.5;
    case 'boolean':
      return true;
    case 'array':
      return node.items === undefined ? [] : [sample(node.items)];
    default: {
      const fields = [...(node.properties ?? [])].map(([name, each]) => [name, sample(each)]);
      const more = node.values === undefined ? {} : { a: sample(node.values) };
      return { ...(Object.fromEntries(fields) as JsonObject), ...more };
    }
  }
}

test.each(groups)(
  'the rules of %s compile, and say something of a value with all fields',
  (group) => {
    const lines = readSchemas(group)?.split('\n').slice(1, -1) ?? [];
    const places = lines.flatMap((line) => ruled(compileCrdSchema(JSON.parse(line), metadata)));
    const silent = places.flatMap((node) => {
      const self = toCel(node, sample(node));
      return node.validations.flatMap((source) => {
        const outcome = ruleProblem(source) ?? ruleOf(source).ask(self, self);
        return typeof outcome === 'boolean' ? [] : [{ rule: source.rule, outcome }];
      });
    });
    expect(silent).toEqual([]);
  },
);
