import { bool, float, int, parseFloat64, type Plain, str, time } from '../plain.ts';

/**
 * What an unquoted YAML scalar means to sops, which reads YAML with go.yaml.in/yaml v3
 * (resolve.go): YAML 1.2's words, and of YAML 1.1 the octal numbers, underscores and dates.
 */

const words = new Map<string, Plain | null>([
  ...['true', 'True', 'TRUE'].map((text) => [text, bool(true)] as const),
  ...['false', 'False', 'FALSE'].map((text) => [text, bool(false)] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((text) => [text, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((text) => [text, float(NaN)] as const),
  ...['.inf', '.Inf', '.INF'].map((text) => [text, float(Infinity)] as const),
  ...['+.inf', '+.Inf', '+.INF'].map((text) => [text, float(Infinity)] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((text) => [text, float(-Infinity)] as const),
]);

const integer = /^([+-]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const floating = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** The value of a plain scalar; null for YAML's null; undefined for an integer beyond 64 bits. */
export function resolvePlain(text: string): Plain | null | undefined {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (text.startsWith('.')) return number(text) ?? str(text);
  if (!/^[0-9+-]/.test(text)) return str(text);
  const date = time(text);
  if (date !== undefined) return date;
  const digits = text.replaceAll('_', '');
  const value = integerOf(digits);
  if (value !== undefined) {
    const fits = int(value);
    if (fits !== undefined) return fits;
    // Go holds these as uint64, which sops cannot walk over (sops.go: walkValue).
    if (value > 0n && value < 2n ** 64n && !digits.startsWith('+')) return undefined;
  }
  return (floating.test(digits) ? number(digits) : undefined) ?? str(text);
}

function number(text: string): Plain | undefined {
  const value = parseFloat64(text);
  return value === undefined ? undefined : float(value);
}

/** Go's `strconv.ParseInt(text, 0, …)`, without its limit. */
function integerOf(text: string): bigint | undefined {
  const match = integer.exec(text);
  if (match === null) return undefined;
  const [, sign, hexadecimal, binary, octal, decimal] = match;
  const value = BigInt(
    hexadecimal !== undefined
      ? `0x${hexadecimal}`
      : binary !== undefined
        ? `0b${binary}`
        : octal !== undefined
          ? `0o${octal}`
          : (decimal ?? ''),
  );
  return sign === '-' ? -value : value;
}
