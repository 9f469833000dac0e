import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HelmReleaseSpecValuesFrom } from '../../../lib/flux/index.ts';
import type { JsonObject, Manifest } from '../../../lib/kubernetes/index.ts';
import { type ComposedValues, composeValues } from '../../../lib/reconcile/helm/values.ts';
import { describeWithGo } from '../../kubernetes/yaml/go.ts';
import { askHelmController } from './helm-check.ts';

interface Case {
  readonly own: JsonObject;
  readonly refs: readonly HelmReleaseSpecValuesFrom[];
  readonly configMaps: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const one = (
  text: string,
  ref: Partial<HelmReleaseSpecValuesFrom>,
  own: JsonObject = {},
): Case => ({
  own,
  refs: [{ kind: 'ConfigMap', name: 'a', ...ref }],
  configMaps: { a: { 'values.yaml': text, key: text } },
});

const set = (targetPath: string, text: string, own?: JsonObject): Case =>
  one(text, { targetPath, valuesKey: 'key' }, own);

function compose({ own, refs, configMaps }: Case): ComposedValues {
  return composeValues(own, refs, (kind, name) => {
    const data = kind === 'ConfigMap' ? configMaps[name] : undefined;
    const metadata = { name };
    const manifest: Manifest = { apiVersion: 'v1', kind, metadata, ...(data && { data }) };
    return data && { manifest, isSealed: false, isHidden: false };
  });
}

/** What a composition gives, in the words of an answer. */
function printed(composed: ComposedValues): unknown {
  return 'values' in composed
    ? (JSON.parse(JSON.stringify(composed.values)) as unknown)
    : 'refused';
}

async function expectAsFlux(cases: readonly Case[]): Promise<void> {
  const answers = await askHelmController(
    cases.map(({ own, refs, configMaps }) => ({
      values: { values: own, refs, configMaps } as unknown as JsonObject,
    })),
  );
  const differences = cases.flatMap((each, index) => {
    const { result, error } = answers[index]!;
    const flux = error === undefined ? result : 'refused';
    const ours = printed(compose(each));
    return canonical(flux) === canonical(ours) ? [] : [{ case: each, flux, error, ours }];
  });
  expect(differences.slice(0, 3)).toEqual([]);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

test('references come in their order, and the own values of the release last', () => {
  const composed = compose({
    own: { c: 3 },
    refs: [
      { kind: 'ConfigMap', name: 'a' },
      { kind: 'ConfigMap', name: 'b', valuesKey: 'key' },
    ],
    configMaps: { a: { 'values.yaml': 'a: 1\nb: 1\nc: 1' }, b: { key: 'b: 2\nc: 2' } },
  });
  expect(printed(composed)).toEqual({ a: 1, b: 2, c: 3 });
});

test('values of a Secret are marked, and what is not in the tree is not known', () => {
  const manifest: Manifest = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    data: { 'values.yaml': 'YTogMQ==' },
  };
  const refs: HelmReleaseSpecValuesFrom[] = [{ kind: 'Secret', name: 's' }];
  expect(composeValues({}, refs, () => ({ manifest, isSealed: false, isHidden: false }))).toEqual({
    values: { a: 1 },
  });
  expect(composeValues({}, refs, () => ({ manifest, isSealed: true, isHidden: false }))).toEqual({
    unknown: 'Secret s is encrypted, and no key opened it',
  });
  expect(composeValues({}, refs, () => undefined)).toEqual({
    unknown: 'Secret s is not in the tree',
  });
});

test('a value that cannot be set is not in the message', () => {
  const composed = compose(set('a', '{hunter2', {}));
  expect(composed).toEqual({
    problem: "key key of ConfigMap a cannot be set at a: a list must end with '}'",
  });
});

const yaml = [
  'a: on\nb: yes\nc: "on"\nd: n\ne: ~',
  'a: 010\nb: 0o10\nc: 0x1F\nd: 1_000\ne: 08\nf: 0b11\ng: -0x10\nh: +5',
  'a: 1e3\nb: .5\nc: 5.\nd: 1_0.5\ne: 1:30\nf: 2001-01-01\ng: 1e+3',
  'a: &x {b: 1}\nc: {<<: *x, d: 2}',
  '1: a\ntrue: b\n1.5: c\nyes: d',
  'a: 1\na: 2',
  'a: 123456789012345678901',
  'a: 9007199254740993',
  '- a',
  'a: [',
  '',
  '# nothing',
  'a: 1\n---\nb: 2',
  'a: !!binary aGk=\nb: !!str 5\nc: !!int "5"',
  'a: |\n  text\nb: >\n  folded\n  text',
  'a: .inf',
  'a: |\n  text',
  'a: |+\n  text\n\n',
  'a: "\\u0007"',
  'a: \u0007',
  'null',
  'a:\tb',
  '{"a": {"b": [1, "x", null]}}',
];

const sets: [string, string][] = [
  ['a', 'text'],
  ['a', '5'],
  ['a', '05'],
  ['a', '0'],
  ['a', '-5'],
  ['a', '+5'],
  ['a', '1.5'],
  ['a', 'TRUE'],
  ['a', 'null'],
  ['a', ''],
  ['a', "'5'"],
  ['a', '"true"'],
  ['a', "'"],
  ['a', '"mixed\''],
  ['a', '{1,2,x}'],
  ['a', '{}'],
  ['a', '{1'],
  ['a', '1,b=2'],
  ['a', '1,b'],
  ['a', String.raw`1\,b`],
  ['a', 'line\nline'],
  ['a', '123456789012'],
  ['a.b.c', '1'],
  [String.raw`a\.b`, '1'],
  ['a[0]', '1'],
  ['a[2].b', '1'],
  ['a[0].b', ''],
  ['a[0]', ''],
  ['a[0][1]', 'x'],
  ['a[1', 'x'],
  ['a[-1]', 'x'],
  ['a[x]', 'x'],
  ['a[0]x', 'x'],
  ['a[70000]', 'x'],
  ['a.', 'x'],
  ['.a', 'x'],
  ['', 'x'],
  ['a=b', 'x'],
  ['__proto__.x', '1'],
  ['constructor', '1'],
  [Array.from({ length: 33 }, () => 'a').join('.'), 'x'],
];

const owns: JsonObject[] = [
  {},
  { a: 1 },
  { a: null },
  { a: { b: 1, c: { d: 1 } } },
  { a: [{ b: 1 }, [1], 'x'] },
  { a: [] },
];

const path = fc
  .array(fc.constantFrom('a', 'b', 'c', '.', '.', '[0]', '[1]', '[2]', '=', ',', '\\', '{'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(''));
const text = fc
  .array(
    fc.constantFrom('a', '1', '0', ',', '=', '{', '}', '[', ']', '\\', "'", '"', '.', ' ', 'true'),
    {
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(''));
const scalar = fc.oneof(
  fc.constantFrom('a', '', 'on', '1'),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const map = fc.dictionary(
  fc.constantFrom('a', 'b', 'c'),
  fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b'), scalar),
  ),
  { maxKeys: 3 },
) as fc.Arbitrary<JsonObject>;

describeWithGo("fluxcd/pkg/chartutil's composition of values", () => {
  test('reads YAML the same way', async () => {
    await expectAsFlux(yaml.map((each) => one(each, {})));
  }, 120_000);

  test('sets paths the same way, into any values', async () => {
    const cases = sets.flatMap(([path, value]) =>
      owns.flatMap((own) => [
        set(path, value, own),
        one(value, { targetPath: path, valuesKey: 'key', literal: true }, own),
      ]),
    );
    await expectAsFlux(cases);
  }, 120_000);

  test('misses keys and objects the same way', async () => {
    await expectAsFlux(
      [true, false].flatMap((optional) => [
        one('a: 1', { optional, valuesKey: 'other' }),
        one('a: 1', { optional, name: 'other' }),
      ]),
    );
  }, 120_000);

  test('composes any references the same way', async () => {
    const reference = fc.record({
      targetPath: fc.option(path, { nil: '' }),
      literal: fc.boolean(),
      text,
      values: map,
    });
    const any = fc.record({ own: map, refs: fc.array(reference, { maxLength: 3 }) });
    const cases = fc.sample(any, 1000).map(
      ({ own, refs }): Case => ({
        own,
        refs: refs.map(({ targetPath, literal }, index) => ({
          kind: 'ConfigMap',
          name: `m${index}`,
          targetPath,
          literal,
        })),
        configMaps: Object.fromEntries(
          refs.map(({ targetPath, text, values }, index) => [
            `m${index}`,
            { 'values.yaml': targetPath === '' ? JSON.stringify(values) : text },
          ]),
        ),
      }),
    );
    await expectAsFlux(cases);
  }, 120_000);
});
