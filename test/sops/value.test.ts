import { describe, expect, test } from 'vitest';
import { float, formatFloat, parsePlain, str, time } from '../../lib/sops/plain.ts';
import { additionalData, decryptValue, encryptValue, parseValue } from '../../lib/sops/value.ts';
import { resolvePlain } from '../../lib/sops/yaml/resolve.ts';
import { fixedDeps } from './sops.ts';

const key = Buffer.alloc(32, 7);
const { randomBytes } = fixedDeps();

test('a value is bound to its path', () => {
  const path = additionalData(['data', 'password']);
  expect(path).toBe('data:password:');
  const text = encryptValue(str('hunter2'), key, path, randomBytes);
  expect(decryptValue(text, key, path)).toEqual(str('hunter2'));
  expect(decryptValue(text, key, additionalData(['data', 'other']))).toBe('tampered');
  expect(decryptValue(text, Buffer.alloc(32, 8), path)).toBe('tampered');
});

test('an initialization vector has 32 bytes, and no two are the same', () => {
  const [one, two] = [1, 2].map(() => parseValue(encryptValue(str('a'), key, '', randomBytes))!);
  expect(one!.iv).toHaveLength(32);
  expect(one!.iv.equals(two!.iv)).toBe(false);
});

test('empty text stays empty', () => {
  expect(encryptValue(str(''), key, 'a:', randomBytes)).toBe('');
  expect(decryptValue('', key, 'a:')).toEqual(str(''));
});

const whole = encryptValue(str('hunter2'), key, 'a:', randomBytes);

test.each([
  ['cut off', whole.slice(0, -1)],
  ['followed by more', `${whole} `],
  ['of an unknown type', whole.replace('type:str', 'type:text')],
  ['without data', whole.replace(/data:[^,]*/, 'data:')],
  ['with stray bits in its base64', whole.replace(/tag:(.*).==/, 'tag:$1/==')],
  ['with a short tag', whole.replace(/tag:[^,]*/, 'tag:AAAA')],
  ['without padding', whole.replace('==,type', ',type')],
  ['of another cipher', whole.replace('AES256_GCM', 'AES128_GCM')],
])('ciphertext %s is malformed', (_, text) => {
  expect(text).not.toBe(whole);
  expect(decryptValue(text, key, 'a:')).toBe('malformed');
});

describe('Go prints floats without exponent', () => {
  test.each([
    [1.5, '1.5'],
    [1e21, '1000000000000000000000'],
    [1.5e-7, '0.00000015'],
    [-0, '-0'],
    [1.2345678901234567e19, '12345678901234567000'],
    [-1.25e22, '-12500000000000000000000'],
    [Infinity, '+Inf'],
    [NaN, 'NaN'],
  ])('%s is %s', (value, text) => {
    expect(formatFloat(value)).toBe(text);
  });
});

/** [scalar, type, text]: as go.yaml.in/yaml v3 reads it. */
test.each([
  ['0o17', 'int', '15'],
  ['017', 'int', '15'],
  ['08', 'float', '8'],
  ['0x1F', 'int', '31'],
  ['-0b11', 'int', '-3'],
  ['1_000', 'int', '1000'],
  ['+5', 'int', '5'],
  ['-9223372036854775808', 'int', '-9223372036854775808'],
  ['18446744073709551616', 'float', '18446744073709552000'],
  ['.5', 'float', '0.5'],
  ['1.', 'float', '1'],
  ['1e3', 'float', '1000'],
  ['1e400', 'str', '1e400'],
  ['.inf', 'float', '+Inf'],
  ['.', 'str', '.'],
  ['yes', 'str', 'yes'],
  ['True', 'bool', 'True'],
  ['1:30', 'str', '1:30'],
  ['2001-1-2', 'time', '2001-01-02T00:00:00Z'],
  ['2001-12-14 21:59:43.10', 'time', '2001-12-14T21:59:43.1Z'],
  ['2001-12-14t21:59:43.10-05:00', 'time', '2001-12-14T21:59:43.1-05:00'],
  ['2001-12-14T21:59:43+00:00', 'time', '2001-12-14T21:59:43Z'],
  ['2001-02-30', 'str', '2001-02-30'],
  ['2001-12-14 21:59:43Z', 'str', '2001-12-14 21:59:43Z'],
  ['0x', 'str', '0x'],
  ['- 1', 'str', '- 1'],
])('%s is %s %s', (text, type, bytes) => {
  expect(resolvePlain(text)).toEqual({ type, bytes: Buffer.from(bytes) });
});

test('what no type can hold is malformed', () => {
  const parse = (type: Parameters<typeof parsePlain>[0], text: string): unknown =>
    parsePlain(type, Buffer.from(text));
  expect(parse('int', '1.5')).toBeUndefined();
  expect(parse('int', '9223372036854775808')).toBeUndefined();
  expect(parse('bool', 'yes')).toBeUndefined();
  expect(parse('float', '1e999')).toBeUndefined();
  expect(parse('time', '2001-01-01')).toBeUndefined();
  expect(parse('float', '1e3')).toEqual(float(1000));
  expect(parse('time', '2001-01-01T00:00:00Z')).toEqual(time('2001-01-01'));
  expect(parse('bool', 't')).toEqual({ type: 'bool', bytes: Buffer.from('True') });
});
