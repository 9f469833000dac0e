import { expect, test } from 'vitest';
import { placeOf } from '../../lib/cli/secret/key-path.ts';
import { valueFor } from '../../lib/cli/secret/read-value.ts';

const plain = { path: ['port'], form: 'plain' } as const;

test.each([
  ['int', '71', 71n],
  ['int', '0071', '0071'],
  ['int', '-0', '-0'],
  ['float', '1.5', 1.5],
  ['float', '1.50', '1.50'],
  ['float', '12345678901234567890.5', '12345678901234567890.5'],
  ['bool', 'true', true],
  ['bool', 'yes', 'yes'],
] as const)('in place of type %s, %s is written so that it reads the same', (type, text, value) => {
  expect(valueFor(plain, Buffer.from(text), type)).toBe(value);
});

test.each(['pin', 'stringData.pin'])('in the stringData of a Secret %s is text always', (key) => {
  const secret = { apiVersion: 'v1', kind: 'Secret', stringData: { pin: 1234 } };
  const place = placeOf(key, 'yaml', [secret]);
  expect(valueFor(place, Buffer.from('71'), 'int')).toBe('71');
});
