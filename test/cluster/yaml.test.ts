import { ApiObject } from 'cdk8s';
import { AppChart, type Fleet } from 'sluice';
import { beforeAll, expect, test } from 'vitest';
import { follow, publish, synth, testCluster } from './fixtures/programs.ts';
import { describeCluster } from './harness/index.ts';

const namespace = 'demo';

// What YAML 1.1 or 1.2, or a parser of Go or JavaScript, reads as something else than text.
const words = [
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'n', 'N', 'no', 'NO', 'on', 'On', 'ON', 'off', 'OFF'],
  ...['true', 'True', 'TRUE', 'false', 'False', 'null', 'Null', 'NULL', '~', '', '<<', '=', '-'],
  ...['0', '-0', '+1', '012', '0o17', '0x1F', '0b101', '1_000', '1e3', '1E3', 'e1', '.5', '5.'],
  ...['1.0', '1.10', '.inf', '-.Inf', '.nan', '.NaN', '1:30', '190:20:30', '9007199254740993'],
  ...['2024-01-02', '2024-01-02T03:04:05Z', '12345678901234567890', '1e400', '0.1e-7', '0x'],
  ...['a: b', 'a #b', '# a', '- a', '? a', ': a', '*a', '&a', '!a', '!!str a', '%a', '@a', '`a`'],
  ...[
    '[a]',
    '{a: b}',
    '{}',
    '[]',
    ',',
    '|',
    '>',
    '>-',
    "'",
    '"',
    "it's",
    '"a"',
    '\\',
    '\\n',
    'a\\',
  ],
  ...['---', '...', '--- a', ' a', 'a ', '\t', 'a\tb', '\ta', 'a\t', 'a:', 'a: ', '${A}', '$$'],
];

const lines = [
  ...['\n', '\n\n', 'a\n', 'a\n\n', 'a\n\n\n', 'a\nb', 'a\nb\n', 'a\n\nb\n\n', '\na', '\n\na\n'],
  ...[' a\nb', '  a\n b\n', 'a\n b\n  c\n', 'a \nb\n', 'a\n \nb', 'a\n\t\nb', '\ta\nb', 'a\tb\nc'],
  ...['# a\nb', 'a\n# b\n', '---\na\n', 'a\n---\nb\n', 'a\n...\n', '- a\n- b\n', 'a: b\nc: d\n'],
  ...['a\r\nb\r\n', 'a\rb', '\r', ' \n ', '\n ', 'a\n ', '"a"\n', "'\n'", '|\n', '>\n a', '%A\nb'],
  '#!/bin/sh\nset -eu\ncat <<EOF\n  indented ${A} $$\n\tby a tab\nEOF\n',
  '{\n  "json": [1, "two", null],\n  "more": {}\n}\n',
];

// Without those that kustomize cannot carry: synth refuses them.
const characters = [
  ...[
    'é',
    'e\u0301',
    'ß',
    '日本語',
    '💡',
    '👩‍👩‍👧',
    '\u00a0',
    '\u00ad',
    '\u200b',
    '\u202e',
    '\ufeff',
    'a\ufeffb',
  ],
  ...['\u0001', '\u0007', '\b', '\f', '\v', '\u001b[0m'],
  ...['\ue000', '\ufffd', '\u{10ffff}', 'a\u0000b'],
];

const long = [
  'word '.repeat(400),
  'w'.repeat(5_000),
  `${'word '.repeat(30)}\n${'w'.repeat(300)}\n`,
  ` ${'a  b '.repeat(100)}: # `,
  'é💡'.repeat(200),
  'line\n'.repeat(1_000),
];

const lists = { words, lines, characters, long };

/** As data or annotations. */
function numbered(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map((text, index) => [`n${index}`, text]));
}

/**
 * kustomize writes annotations anew, and makes YAML of several lines that begin with a tab that
 * it cannot read itself (kustomize api 0.21.1). Keys that are numbers or booleans it cannot have.
 */
const canBeAnnotation = (text: string): boolean => !/^\t.*\n/.test(text);

// Keys of a ConfigMap hold letters, digits, `-`, `_` and `.` only.
const keys = Object.fromEntries(
  words
    .filter((word) => /^[-._a-zA-Z0-9]+$/.test(word) && !word.startsWith('..'))
    .map((word) => [word, word]),
);

const fields = {
  words,
  lines,
  characters,
  long,
  keys: Object.fromEntries(
    // Synth refuses that one too.
    [...words, ...lines, ...characters].filter((key) => key !== '<<').map((key) => [key, key]),
  ),
  booleans: [true, false],
  numbers: [0, -1, 1.5, 1e21, 1e-7, 0.1, 2 ** 53],
  nested: [[], {}, [[]], [{}], { a: {} }, [['a', ['b']], { c: [{ d: [] }] }]],
};

const integers = {
  beyond53: 9_007_199_254_740_993n,
  below53: -9_007_199_254_740_993n,
  largest: 9_223_372_036_854_775_807n,
  smallest: -9_223_372_036_854_775_808n,
};

const nulls = { value: null, list: [null, 'a'], map: { inner: null } };

const sampleKind = { apiVersion: 'example.org/v1', kind: 'Sample' };

/** Of each thing, an app that is named like it. */
function program(fleet: Fleet): void {
  const cluster = testCluster(fleet);
  const create = (name: string, object: { apiVersion: string; kind: string; metadata?: object }) =>
    new ApiObject(new AppChart(cluster, name, { namespace }), name, object);
  for (const [name, texts] of Object.entries(lists)) {
    create(name, { apiVersion: 'v1', kind: 'ConfigMap', ...{ data: numbered(texts) } });
    create(`annotated-${name}`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { annotations: numbered(texts.filter(canBeAnnotation)) },
    });
  }
  create('keys', { apiVersion: 'v1', kind: 'ConfigMap', ...{ data: keys } });
  create('fields', { ...sampleKind, ...{ spec: fields } });
  create('integers', { ...sampleKind, ...{ spec: integers } });
  create('nulls', { ...sampleKind, ...{ spec: nulls } });
}

describeCluster('values of a program', (cluster) => {
  let revision = '';

  beforeAll(async () => {
    cluster().keepReady();
    const synthesis = synth(program);
    await follow(cluster(), synthesis);
    revision = await publish(cluster(), synthesis);
    await cluster().waitApplied('flux-system/flux', revision);
  }, 120_000);

  /** An object, once the Kustomization of its name is Ready. */
  async function applied(kind: { apiVersion: string; kind: string }, name: string) {
    await cluster().waitApplied(`flux-system/${name}`, revision);
    return { ...kind, namespace, name };
  }

  const configMap = async (name: string) =>
    cluster().client.get(await applied({ apiVersion: 'v1', kind: 'ConfigMap' }, name));

  test.each(Object.entries(lists))('arrive as data: %s', async (name, texts) => {
    expect((await configMap(name))['data']).toEqual(numbered(texts));
  });

  test.each(Object.entries(lists))('arrive as annotations: %s', async (name, texts) => {
    const { metadata } = await configMap(`annotated-${name}`);

    expect(metadata.annotations).toEqual(numbered(texts.filter(canBeAnnotation)));
  });

  test('arrive as keys of data', async () => {
    expect((await configMap('keys'))['data']).toEqual(keys);
  });

  test.each(Object.entries(fields))('arrive in a custom resource: %s', async (name, value) => {
    const { spec } = await cluster().client.get(await applied(sampleKind, 'fields'));

    expect((spec as Record<string, unknown>)[name]).toEqual(value);
  });

  test.each(Object.entries(integers))('arrive with all digits: %s', async (name, integer) => {
    const text = await cluster().client.getText(await applied(sampleKind, 'integers'));

    expect(new RegExp(`"${name}":([^,}]+)`).exec(text)?.[1]).toBe(String(integer));
  });

  test('arrive as null where a list or a map holds null', async () => {
    const { spec } = await cluster().client.get(await applied(sampleKind, 'nulls'));

    expect(spec).toEqual(nulls);
  });
});
