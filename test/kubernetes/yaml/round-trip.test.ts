import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { emitYaml, type JsonObject, type JsonValue } from '../../../lib/kubernetes/index.ts';
import { hostileMap, runs, toJson } from './hostile.ts';

function backwards(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, backwards(each)] as const);
  return Object.fromEntries(entries.reverse());
}

test.each(['1.1', '1.2'] as const)('what is written reads back the same as YAML %s', (version) => {
  fc.assert(
    fc.property(hostileMap, (map) => {
      const read: unknown = parse(emitYaml(map), {
        version,
        intAsBigInt: true,
        uniqueKeys: true,
        strict: true,
      });
      expect(toJson(read as JsonValue)).toBe(toJson(map));
    }),
    runs(1200),
  );
});

test('the order in which keys were set has no influence', () => {
  fc.assert(
    fc.property(hostileMap, (map) => {
      expect(emitYaml(backwards(map) as JsonObject)).toBe(emitYaml(map));
    }),
    runs(600),
  );
});

test('no line ends in a blank, and the last line ends', () => {
  fc.assert(
    fc.property(hostileMap, (map) => {
      const text = emitYaml(map);
      expect(text).not.toMatch(/[ \t]$/m);
      expect(text.endsWith('\n')).toBe(true);
    }),
    runs(600),
  );
});

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const unprintable = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/;

test('only printable characters are written, and no line break but a newline', () => {
  fc.assert(
    fc.property(hostileMap, (map) => {
      expect(emitYaml(map)).not.toMatch(unprintable);
    }),
    runs(600),
  );
});
