import { expect, test } from 'vitest';
import { type Files, pack, unpack } from '../../../lib/io/registry/index.ts';

const text = (content: Uint8Array): string => new TextDecoder().decode(content);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('what is packed is unpacked as it was, also under long names', () => {
  const files = new Map([
    [`a/${'b'.repeat(200)}/c.yaml`, bytes('c: 1\n')],
    ['ä.yaml', bytes('')],
    ['d.yaml', bytes('d'.repeat(512))],
  ]);
  const unpacked = unpack(pack(files)) as Files;
  expect([...unpacked].map(([name, content]) => [name, text(content)])).toEqual(
    [...files].sort().map(([name, content]) => [name, text(content)]),
  );
});

test('the same files give the same bytes, in whatever order they come', () => {
  const [a, b] = [['a', bytes('1')] as const, ['b', bytes('2')] as const];
  expect(pack(new Map([a, b]))).toEqual(pack(new Map([b, a])));
});
