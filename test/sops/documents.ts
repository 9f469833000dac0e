/** Random documents, for properties that compare with the real sops. */
import fc from 'fast-check';

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Text that some version of YAML takes for something else, or that is syntax somewhere. */
const words = [
  ...[
    '',
    ' ',
    '\n',
    '\n\n',
    ' a',
    'a ',
    'a\n',
    'a\nb',
    'a\n\n',
    '\na',
    'a\n b',
    'a \nb',
    'a\tb',
    '\ta',
  ],
  ...[
    'y',
    'no',
    'ON',
    'true',
    'False',
    'null',
    '~',
    '0',
    '-1',
    '012',
    '0x1f',
    '0b11',
    '1_000',
    '.5',
  ],
  ...['1.', '1e3', '.inf', '.nan', '1:30', '2001-01-01', '2001-12-14t21:59:43.10-05:00', '128Mi'],
  ...['-', '- a', '--- a', '? a', ': a', 'a: b', '# a', 'a # b', '&a', '*a', '!a', '|', '>+', '%a'],
  ...['@', '`', '"', "'", '\\', '\\n', '{', '}', '[a, b]', ',', '<<', '=', '${A}', '{{ .X }}'],
  ...[
    'ENC[',
    'ENC[AES256_GCM]',
    ']',
    'a\n# b',
    '- a\n- b',
    '---\na',
    'ä',
    '日本語',
    '🙂',
    'e\u0301',
  ],
  ...['__proto__', 'constructor', 'sops', 'metadata', 'a'.repeat(300), 'a b '.repeat(40)],
] as const;

const character = fc.oneof(
  fc.constantFrom(...Array.from(' \t\n:#-?,[]{}&*!|>\'"%@`=<~.\\/$_')),
  fc.constantFrom(...Array.from('abcefnoxyzEN019')),
);

/** go.yaml.in/yaml writes these as blocks that it cannot read again, so that sops loses them. */
const lostByGo = /^[ \t\n][^]*\n|^\n/;

const text = fc
  .oneof(
    fc.constantFrom(...words),
    fc.array(character, { maxLength: 8 }).map((parts) => parts.join('')),
    fc.stringMatching(/^[a-z]{1,8}$/),
    fc.base64String({ maxLength: 80 }),
  )
  .filter((each) => !lostByGo.test(each));

const key = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[a-z]{1,6}$/) },
  { weight: 1, arbitrary: fc.constantFrom('data', 'stringData', 'x_unencrypted', 'x_secret') },
  { weight: 1, arbitrary: text.filter((each) => each !== 'sops' && each !== '<<') },
);

const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 1.5, 1e21, 1e-7, 2 ** 53, 0.1, 5e-324, Number.MAX_VALUE),
);

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 5, arbitrary: text },
    { weight: 1, arbitrary: number },
    { weight: 1, arbitrary: fc.constantFrom<Json[]>(null, true, false) },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
    { weight: 3, arbitrary: map(tie('value')) },
  ),
}));

function map(values: fc.Arbitrary<Json>): fc.Arbitrary<Readonly<Record<string, Json>>> {
  return fc
    .uniqueArray(fc.tuple(key, values), { selector: ([name]) => name, maxLength: 5 })
    .map((entries) => Object.fromEntries(entries));
}

/** A map of whatever YAML and JSON can hold. */
export const documents: fc.Arbitrary<Readonly<Record<string, Json>>> = map(value);

/** A rule about values, and whether the MAC leaves plain values out: each pair costs runs of sops. */
export const settings = fc.constantFrom(
  [undefined, false] as const,
  [{ name: 'encrypted_regex', pattern: '^(data|stringData)$' }, true] as const,
  [{ name: 'encrypted_suffix', pattern: '_secret' }, false] as const,
  [{ name: 'unencrypted_regex', pattern: '^[a-f]' }, true] as const,
  [{ name: 'unencrypted_regex', pattern: '^[a-f]' }, false] as const,
  [{ name: 'unencrypted_suffix', pattern: 'e' }, true] as const,
);

/** Lines of a .env file: variables of any text on one line, and comments. */
export const variables: fc.Arbitrary<string> = fc
  .uniqueArray(
    fc.tuple(
      fc
        .stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,8}$/)
        .filter((name) => !name.startsWith('sops_')),
      text.map((value) => value.replaceAll('\n', '\\n')),
      fc.boolean(),
    ),
    { selector: ([name]) => name, minLength: 1, maxLength: 30 },
  )
  .map((entries) =>
    entries
      .map(([name, value, commented]) => `${commented ? `# ${value}\n` : ''}${name}=${value}\n`)
      .join(''),
  );

/** The same data, whatever sops does to the form of numbers: -0 is 0. */
export function normal(of: Json): Json {
  return JSON.parse(JSON.stringify(of)) as Json;
}

const commentedLine = fc.record({
  depth: fc.integer({ min: 0, max: 3 }),
  item: fc.boolean(),
  above: fc.boolean(),
  beside: fc.boolean(),
  blank: fc.boolean(),
});

/** Lines of YAML with comments in the places where people put them. */
export const commentedLines: fc.Arbitrary<string[]> = fc
  .array(commentedLine, { minLength: 1, maxLength: 10 })
  .map((wanted) => {
    let depth = -1;
    const outline = wanted.map((line) => ({
      ...line,
      depth: (depth = Math.min(line.depth, depth + 1)),
    }));
    return outline.flatMap(({ depth: own, item, above, beside, blank }, index) => {
      const indent = '  '.repeat(own);
      const isMap = (outline[index + 1]?.depth ?? 0) > own;
      const value = isMap ? '' : item ? ` [v, w]` : ' v';
      return [
        ...(blank ? [''] : []),
        ...(above ? [`${indent}# above ${index}`] : []),
        `${indent}k${index}:${value}${beside ? ` # beside ${index}` : ''}`,
      ];
    });
  });
