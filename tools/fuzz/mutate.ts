import type { Random } from './random.ts';

/** What means something in one of the formats, or in none. */
const tokens = [
  ...[
    '\n',
    '\r\n',
    '\t',
    ' ',
    '  ',
    '    ',
    ':',
    ': ',
    '- ',
    '? ',
    '#',
    ' # ',
    '"',
    "'",
    '\\',
    ',',
  ],
  ...['{', '}', '[', ']', '{}', '[]', '|', '|-', '>+', '|2', '&a ', '*a', '!!str ', '!x ', '<<: '],
  ...['---\n', '...\n', '%YAML 1.2\n', '=', 'null', '~', 'true', '0x1f', '1e999', '.inf', '-0'],
  ...['18446744073709551615', '2001-01-01', '\u0000', '\u0007', '\u0085', '\u2028', '\ufeff'],
  ...['\ud800', '\ud83d\ude42', '\u00e4', '__proto__', 'sops', 'sops:', '"sops":', 'sops_mac='],
  ...['mac', 'age', 'enc', 'recipient', 'key_groups', 'lastmodified', 'version', 'pgp'],
  ...['encrypted_regex: (a+)+$', 'encrypted_comment_regex: x', 'mac_only_encrypted: true'],
  ...['ENC[AES256_GCM,', 'data:YQ==,', 'iv:YQ==,', 'tag:AAAAAAAAAAAAAAAAAAAAAA==,', 'type:str]'],
  ...['#ENC[AES256_GCM,data:YQ==,iv:YQ==,tag:AAAAAAAAAAAAAAAAAAAAAA==,type:comment]'],
  ...['-----BEGIN AGE ENCRYPTED FILE-----', '-----END AGE ENCRYPTED FILE-----', '\\n', '\\ud800'],
];

/** One in so many inputs is made large, where time that grows too fast shows. */
const largeOnceIn = 2000;
const large = 300_000;

/** Text made of a known one by a few changes. */
export function mutate(text: string, others: readonly string[], random: Random): string {
  let mutated = text;
  for (let count = 1 + random.below(5); count > 0; count -= 1) {
    mutated = change(mutated, others, random);
  }
  if (!random.oneOf(largeOnceIn)) return mutated;
  const { start, end } = stretch(mutated, random);
  const piece = mutated.slice(start, end) || random.pick(tokens);
  const times = Math.ceil(large / piece.length);
  return mutated.slice(0, start) + piece.repeat(times) + mutated.slice(end);
}

function change(text: string, others: readonly string[], random: Random): string {
  const { start, end } = random.oneOf(2) ? lines(text, random) : stretch(text, random);
  const [before, piece, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
  switch (random.below(8)) {
    case 0:
      return before + after;
    case 1:
      return before + piece + piece + after;
    case 2: {
      const at = random.below(after.length + 1);
      return before + after.slice(0, at) + piece + after.slice(at);
    }
    case 3: {
      const other = random.pick(others);
      const from = lines(other, random);
      return before + other.slice(from.start, from.end) + after;
    }
    case 4:
      return text.slice(0, start);
    case 5: {
      const at = random.below(text.length + 1);
      const char = String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(7)));
      return text.slice(0, at) + char + text.slice(at + 1);
    }
    default:
      return before + random.pick(tokens) + (random.oneOf(2) ? piece : '') + after;
  }
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function stretch(text: string, random: Random): Stretch {
  const start = random.below(text.length + 1);
  return { start, end: Math.min(text.length, start + random.below(20)) };
}

function lines(text: string, random: Random): Stretch {
  const start = text.lastIndexOf('\n', random.below(text.length + 1)) + 1;
  let end = start;
  for (let count = 1 + random.below(4); count > 0 && end < text.length; count -= 1) {
    end = text.indexOf('\n', end) + 1 || text.length;
  }
  return { start, end };
}
