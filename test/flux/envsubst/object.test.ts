import { describe, expect, test } from 'vitest';
import {
  optsOutOfSubstitution,
  substitute,
  substituteObject,
  substitutionVariables,
} from '../../../lib/flux/index.ts';
import type { JsonObject, JsonValue } from '../../../lib/kubernetes/index.ts';
import { describeWithGo } from '../../kubernetes/yaml/go.ts';
import { askFlux } from '../flux-check.ts';

function configMap(data: JsonValue, annotations: JsonValue = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'demo', annotations }, data };
}

const options = { strict: true, always: false };

/** What a value of a ConfigMap becomes. */
function valueOf(text: string, variables: Record<string, string>): unknown {
  const result = substituteObject(
    configMap({ key: text }),
    substitutionVariables([], variables),
    options,
  );
  return 'object' in result ? (result.object['data'] as JsonObject)['key'] : result.problem;
}

test('a value of digits becomes a number, as the quotes are lost first', () => {
  expect(valueOf('${ID}', { ID: '123' })).toBe(123);
});

test('quotes that are substituted too keep it text', () => {
  expect(valueOf('${quote}${ID}${quote}', { quote: '"', ID: '123' })).toBe('123');
});

test.each([
  ['on', true],
  ['n', false],
  ['', null],
  ['010', 8],
  ['0x1F', 31],
  ['1e3', 1000],
  ['1_000', 1000],
  ['2001-01-01', '2001-01-01'],
  ['{a: [b]}', { a: ['b'] }],
])('a value %j becomes %j', (value, expected) => {
  expect(valueOf('${A}', { A: value })).toEqual(expected);
});

test('dollars in text that is quoted in YAML are substituted as well', () => {
  expect(valueOf('a: ${A} $$(B)', { A: 'b' })).toBe('a: b $(B)');
});

test('a variable that is not set is named', () => {
  const result = substitute('${A} ${B:-b} ${C}', (name) => (name === 'A' ? 'a' : undefined), {
    strict: true,
  });
  expect(result).toEqual({ problem: 'variable not set (strict mode): "C"', variable: 'C' });
});

test('what is no expression is told where it begins', () => {
  expect(substitute('${A} ${B-c}', () => 'a', { strict: true })).toEqual({
    problem: 'missing closing brace',
    offset: 5,
  });
});

test('a result that is no YAML is a problem', () => {
  expect(valueOf('x ${A}', { A: 'a: b' })).toMatch(/^the result is not YAML/);
});

describe('which variables count', () => {
  test('inline ones win over all sources, and later sources over earlier ones', () => {
    const variables = substitutionVariables(
      [
        { A: '1', B: '1', C: '1' },
        { B: '2', C: '2' },
      ],
      {
        C: '3',
      },
    );
    expect(Object.fromEntries(variables)).toEqual({ A: '1', B: '2', C: '3' });
  });

  test('newlines are taken out of values', () => {
    expect(substitutionVariables([{ A: 'a\nb\n' }], {}).get('A')).toBe('ab');
  });

  test('one name that is wrong fails every object', () => {
    const result = substituteObject(configMap({}), new Map([['a-b', '']]), options);
    expect(result).toHaveProperty('problem', expect.stringContaining("'a-b' var name is invalid"));
  });
});

describe('which objects are left alone', () => {
  const object = configMap({ key: '${A:-b}' });

  test('all, if there is no variable', () => {
    expect(substituteObject(object, new Map(), options)).toEqual({ object });
  });

  test('none, under the strategy Always', () => {
    const result = substituteObject(object, new Map(), { strict: true, always: true });
    expect(result).toEqual({ object: configMap({ key: 'b' }) });
  });

  test('those that opt out by label or annotation', () => {
    const disabled = { 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' };
    const annotated = configMap({ key: '${A}' }, disabled);
    const labelled = { ...object, metadata: { name: 'demo', labels: disabled } };
    expect([annotated, labelled, object].map(optsOutOfSubstitution)).toEqual([true, true, false]);
    expect(substituteObject(annotated, new Map([['A', 'a']]), options)).toEqual({
      object: annotated,
    });
  });
});

describeWithGo("Flux's order of sources", () => {
  test('is the one above', async () => {
    const [answer] = await askFlux<{ object: JsonObject }>('substitute', [
      {
        object: configMap({ key: '${A}${B}${C}${D}' }),
        kustomization: {
          metadata: { name: 'demo', namespace: 'demo' },
          spec: {
            postBuild: {
              substitute: { C: '3' },
              substituteFrom: [
                { kind: 'ConfigMap', name: 'first' },
                { kind: 'Secret', name: 'second' },
                { kind: 'Secret', name: 'missing', optional: true },
              ],
            },
          },
        },
        cluster: {
          configMaps: { 'demo/first': { A: '1', B: '1', C: '1', D: 'a\nb\n' } },
          secrets: { 'demo/second': { B: btoa('2'), C: btoa('2') } },
        },
        strict: true,
      },
    ]);
    expect(answer).toHaveProperty('result.object.data.key', '123ab');
  }, 300_000);
});
