/** Values that YAML parsers are most likely to disagree on, for property tests. */
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../lib/kubernetes/index.ts';

function fromEnvironment(name: string, otherwise: number): number {
  const value = Number(process.env[name] ?? otherwise);
  if (!Number.isInteger(value)) throw new Error(`${name} must be an integer`);
  return value;
}

/** Fixed, so that a run repeats: PROPERTY_SEED looks elsewhere, PROPERTY_RUNS looks longer. */
const seed = fromEnvironment('PROPERTY_SEED', 20_260_101);
const factor = fromEnvironment('PROPERTY_RUNS', 1);

/** The settings of a property that usually runs so many times; PROPERTY_RUNS is a factor. */
export function runs(usual: number): { seed: number; numRuns: number } {
  return { seed, numRuns: usual * factor };
}

/** Text that some version of YAML takes for something else, or that other parsers refuse. */
const words = [
  ...['', ' ', '  ', '\t', '\n', '\n\n', ' \n', '\n ', '\r', '\r\n', '\u0000', '\u001b', '\u007f'],
  ...['\u0085', '\u00a0', '\u00ad', '\u2028', '\u2029', '\ufeff', '\ufffe', '\uffff', '\ufffd'],
  ...['y', 'Y', 'n', 'N', 'yes', 'No', 'ON', 'off', 'true', 'False', 'null', 'NULL', 'Null', '~'],
  ...['0', '-0', '+1', '-1', '012', '08', '0o17', '0x1f', '0X1F', '0b11', '1_000', '_1', '1_', '_'],
  ...['1.', '.5', '1.5', '1e3', '1E3', '1e', 'e1', '.e1', '1e+3', '1.0e-3', '12e03', '0x1p3'],
  ...['.inf', '-.INF', '+.inf', '.nan', '.NaN', 'inf', 'NaN', 'Infinity', '.', '..', '...'],
  ...['1:30', '1:30:00', '-1:30', '1:60', '12:30:45.5', '2001-01-01', '2001-1-1'],
  ...['2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43.10', '20011214T215943Z'],
  ...['30m', '128Mi', '1Gi', '100n', '0.5', '1.5Gi', '1d', '1D', '1f', '1h', '1t', '1z', '1.2.3'],
  ...[
    '-',
    '- a',
    '-a',
    '--',
    '---',
    '--- a',
    '?',
    '? a',
    '?a',
    ':',
    ': a',
    ':a',
    'a:',
    'a: b',
    'a:b',
  ],
  ...[
    '#',
    '# a',
    'a #',
    'a # b',
    'a#b',
    '&',
    '&a',
    '*',
    '*a',
    '!',
    '!a',
    '!!str a',
    '|',
    '|-',
    '>',
    '>+',
  ],
  ...['%', '%YAML 1.1', '@', '`', '"', "'", '""', "''", '"a', "'a", 'a"', '\\', '\\n', 'a\\'],
  ...['{', '}', '{}', '{a: b}', '[', ']', '[]', '[a, b]', ',', ', a', 'a, b', '=', '<<', '<<: a'],
  ...[
    './x',
    '../x',
    '/x',
    '~/x',
    'https://example.org/?a=b#c',
    'v1.2.3',
    '1.10',
    '${A}',
    '$$',
    '{{ .X }}',
  ],
  ...[
    'a b',
    ' a',
    'a ',
    'a\tb',
    '\ta',
    'a\t',
    'a\nb',
    'a\n',
    'a\n\n',
    '\na',
    'a\n b',
    'a\n\tb',
    'a \nb',
  ],
  ...['a\n# b', '# a\nb', '- a\n- b', 'a: b\nc: d', '---\na', 'a\n---\nb\n', 'a\n...\n', 'a\r\nb'],
  ...['ä', '日本語', '🙂', '👩‍👩‍👧', 'e\u0301', '\u202eabc', '\u{1fffe}', '\u{10ffff}', '\ue000'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'name',
    'kind',
    'apiVersion',
    'metadata',
    'namespace',
  ],
] as const;

const long = fc
  .record({
    unit: fc.constantFrom('a', 'a b ', '🙂', 'a: ', '\\', 'x\n', '\u2028'),
    count: fc.constantFrom(20, 81, 500, 1001, 1025, 1100),
  })
  .map(({ unit, count }) => unit.repeat(count).slice(0, count));

function oneOf(characters: string): fc.Arbitrary<string> {
  return fc.constantFrom(...Array.from(characters));
}

const character = fc.oneof(
  { weight: 3, arbitrary: oneOf(' \t\n:#-?,[]{}&*!|>\'"%@`=<~.\\/$_') },
  { weight: 2, arbitrary: oneOf('abcefnoxyzEN019') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
);

/** Text of whole Unicode characters: half of a surrogate pair has no form in UTF-8. */
export const hostileText: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 4, arbitrary: fc.constantFrom(...words) },
    { weight: 3, arbitrary: fc.array(fc.constantFrom(...words), { maxLength: 4 }).map(join) },
    { weight: 4, arbitrary: fc.array(character, { maxLength: 8 }).map(join) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
    { weight: 1, arbitrary: long },
  )
  .filter((text) => text.isWellFormed());

function join(parts: readonly string[]): string {
  return parts.join('');
}

/** Numbers that every parser can hold: integers of 64 bits, and finite floats. */
const number: fc.Arbitrary<number | bigint> = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e21, 1e-7, 5e-324, Number.MAX_VALUE, 2 ** 53, 0.1, 1e5, 100),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
);

const depth = { maxDepth: 4, depthSize: 'small' } as const;

const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    depth,
    { weight: 5, arbitrary: hostileText },
    { weight: 1, arbitrary: number },
    { weight: 1, arbitrary: fc.constantFrom<JsonValue[]>(null, true, false, [], {}) },
    { weight: 3, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
    { weight: 4, arbitrary: map(tie('value')) },
  ),
}));

// Not fc.dictionary, whose keys JavaScript would put in order, `__proto__` left out.
function map(values: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonObject> {
  return fc
    .uniqueArray(fc.tuple(hostileText, values), { selector: ([key]) => key, maxLength: 5 })
    .map((entries) => Object.fromEntries(entries));
}

/** A map of whatever YAML can hold, with hostile keys and values at every depth. */
export const hostileMap: fc.Arbitrary<JsonObject> = map(value);

// What Kubernetes accepts as the key of an annotation. With its prefix: kustomize takes the
// quotes from keys of annotations, so that it fails on a bare `1.1`, however it is written.
const qualifiedName = /^[A-Za-z0-9](?:[-_.A-Za-z0-9]*[A-Za-z0-9])?$/;
const names = words.filter((word) => qualifiedName.test(word)).map((word) => `example.org/${word}`);

/** Annotations: keys that Kubernetes accepts, and any text. */
export const hostileAnnotations = fc.dictionary(fc.constantFrom(...names), hostileText, {
  minKeys: 1,
  maxKeys: 5,
});

/** The data of a ConfigMap. */
export const hostileData = fc.dictionary(hostileText, hostileText, { maxKeys: 5 });

/** JSON with sorted keys and integers of any length: equal values give equal text. */
export function toJson(of: JsonValue): string {
  if (typeof of === 'bigint') return String(of);
  if (Array.isArray(of)) return `[${(of as readonly JsonValue[]).map(toJson).join(',')}]`;
  if (typeof of !== 'object' || of === null) return JSON.stringify(of);
  const entries = Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${toJson(each)}`).join(',')}}`;
}
