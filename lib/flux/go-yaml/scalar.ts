/**
 * What plain text means to the YAML of controllers and operators (sigs.k8s.io/yaml v1.6.0 over
 * go.yaml.in/yaml/v2 v2.4.4, resolve.go): the words of YAML 1.1, with `y` and `n`, and numbers as
 * Go writes them in its sources. kustomize reads otherwise; that is lib/kubernetes.
 */

export type GoScalar = null | boolean | number | bigint | string;

const words = new Map<string, GoScalar>();
for (const [value, spellings] of [
  [true, ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']],
  [false, ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']],
  [null, ['', '~', 'null', 'Null', 'NULL']],
] as const) {
  for (const spelling of spellings) words.set(spelling, value);
}
const notFinite = /^(?:\.nan|\.NaN|\.NAN|[-+]?\.(?:inf|Inf|INF))$/;

const least = -(2n ** 63n);
const most = 2n ** 64n - 1n;

// Go's strconv.ParseInt with base 0, once underscores are gone; YAML's 0b comes to the same.
const integer = /^([-+]?)(?:0b([01]+)|0o?([0-7]+)|0x([0-9a-f]+)|(0|[1-9][0-9]*))$/i;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

function readInteger(text: string): bigint | undefined {
  const found = integer.exec(text);
  if (!found) return undefined;
  const [, sign = '', binary, octal, hexadecimal, decimal = ''] = found;
  const digits =
    binary !== undefined
      ? `0b${binary}`
      : octal !== undefined
        ? `0o${octal}`
        : hexadecimal !== undefined
          ? `0x${hexadecimal}`
          : decimal;
  const value = sign === '-' ? -BigInt(digits) : BigInt(digits);
  // An unsigned integer of 64 bits takes no sign.
  return value < least || value > (sign === '' ? most : 2n ** 63n - 1n) ? undefined : value;
}

/** What plain text is read as. Throws on floats that JSON cannot hold, as the cluster's tools do. */
export function readScalar(text: string): GoScalar {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (notFinite.test(text)) throw new RangeError(`${text} has no form in JSON`);
  // Before a leading point underscores are part of the text.
  const digits = text.startsWith('.') ? text : text.replaceAll('_', '');
  if (!/^[-+.0-9]/.test(text)) return text;
  const whole = text.startsWith('.') ? undefined : readInteger(digits);
  if (whole !== undefined) {
    const number = Number(whole);
    return Number.isSafeInteger(number) ? number : whole;
  }
  const number = float.test(digits) ? Number(digits) : Infinity;
  return Number.isFinite(number) ? number : text;
}

// YAML 1.1's times of day and degrees, quoted for the sake of other parsers.
const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const timestamp =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})| ([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?)?$/;

/** A date that there is. */
function isTimestamp(text: string): boolean {
  const found = timestamp.exec(text);
  if (!found) return false;
  const [year = 0, month = 0, day = 0, ...times] = found.slice(1).map((part) => Number(part || 0));
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const limits = [24, 60, 60, 24, 60, 60];
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= lastDay &&
    times.every((value, index) => value < (limits[index] ?? 0))
  );
}

/** Whether plain text could be taken for something else, so that it is quoted when written. */
export function isAmbiguous(text: string): boolean {
  if (notFinite.test(text) || base60.test(text) || isTimestamp(text)) return true;
  return typeof readScalar(text) !== 'string';
}
