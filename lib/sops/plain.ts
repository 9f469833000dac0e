/**
 * Plain values as sops holds them: a type, and the bytes that are encrypted and hashed. Go prints
 * and reads them (aes/cipher.go: Encrypt, Decrypt; sops.go: ToBytes), so the forms are Go's.
 */

/** The types that stand after `type:` in a value. sops reads `bytes`, and never writes it. */
export const plainTypes = ['str', 'int', 'float', 'bool', 'bytes', 'time', 'comment'] as const;

export type PlainType = (typeof plainTypes)[number];

/** A value before encryption. */
export interface Plain {
  readonly type: PlainType;
  /** What is encrypted and hashed, in sops's one form for the value. */
  readonly bytes: Buffer;
}

function plain(type: PlainType, text: string): Plain {
  return { type, bytes: Buffer.from(text, 'utf8') };
}

export function str(text: string): Plain {
  return plain('str', text);
}

export function comment(text: string): Plain {
  return plain('comment', text);
}

/** sops.go, ToBytes: with a capital, as the first sops in Python wrote it. */
export function bool(value: boolean): Plain {
  return plain('bool', value ? 'True' : 'False');
}

const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/** An integer, if it fits into Go's `int`. */
export function int(value: bigint): Plain | undefined {
  return value >= int64.min && value <= int64.max ? plain('int', String(value)) : undefined;
}

export function float(value: number): Plain {
  return plain('float', formatFloat(value));
}

/** Go's `strconv.FormatFloat(value, 'f', -1, 64)`: the fewest digits that read back, no exponent. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '', exponent] = String(Math.abs(value)).split('e');
  if (exponent === undefined) return sign + mantissa;
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}

const decimal = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const infinite = /^[+-]?inf(?:inity)?$/i;

/** Go's `strconv.ParseFloat`, but for hexadecimal floats; undefined where Go reports an error. */
export function parseFloat64(text: string): number | undefined {
  if (/^[+-]?nan$/i.test(text)) return NaN;
  if (infinite.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (!decimal.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

// Go's time.Parse with the layout 2006-1-2T15:4:5.999999999Z07:00, of which RFC 3339 is a part.
const timestamp =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([Tt ])(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)?)?$/;

/** A time in the form of Go's `time.Time.MarshalText`, read as go.yaml.in/yaml v3 reads one. */
export function time(text: string): Plain | undefined {
  const match = timestamp.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', separator, hour = '0', minute = '0', second = '0'] =
    match;
  const [fraction = '', zone] = match.slice(8);
  // Only the layout with a blank has no zone, and only those with a T have one.
  if (separator !== undefined && (separator === ' ') !== (zone === undefined)) return undefined;
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (!isDay(Number(year), Number(month), Number(day)) || h > 23 || m > 59 || s > 59) {
    return undefined;
  }
  const offset = zone ?? 'Z';
  if (offset !== 'Z' && (Number(offset.slice(1, 3)) > 23 || Number(offset.slice(4)) > 59)) {
    return undefined;
  }
  const pad = (part: string): string => part.padStart(2, '0');
  const nanoseconds = fraction.slice(0, 9).replace(/0+$/, '');
  const rest = nanoseconds === '' ? '' : `.${nanoseconds}`;
  const date = `${year}-${pad(month)}-${pad(day)}`;
  const clock = `${pad(hour)}:${pad(minute)}:${pad(second)}`;
  return plain('time', `${date}T${clock}${rest}${offset.slice(1) === '00:00' ? 'Z' : offset}`);
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day <= days;
}

/** Go's `strconv.ParseBool`. */
const booleans = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false] as const),
]);

/** What decrypted bytes mean under a type; undefined where Go reports an error. */
export function parsePlain(type: PlainType, bytes: Buffer): Plain | undefined {
  if (type === 'str' || type === 'bytes' || type === 'comment') return { type, bytes };
  const text = bytes.toString('latin1');
  if (type === 'int')
    return /^[+-]?[0-9]+$/.test(text) ? int(BigInt(text.replace(/^\+/, ''))) : undefined;
  if (type === 'time') return /[T].*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? time(text) : undefined;
  if (type === 'bool') {
    const value = booleans.get(text);
    return value === undefined ? undefined : bool(value);
  }
  const value = parseFloat64(text);
  return value === undefined ? undefined : float(value);
}

/** Whether two values are the same to sops. */
export function equalPlain(a: Plain, b: Plain): boolean {
  return a.type === b.type && a.bytes.equals(b.bytes);
}
