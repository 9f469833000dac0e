import { expect, test } from 'vitest';
import { unpack } from '../../../lib/io/registry/archive.ts';
import { pack } from '../charts/fixtures.ts';

const text = (content: Uint8Array | undefined): string => new TextDecoder().decode(content);

test('files are unpacked, and links are left out', () => {
  const files = unpack(
    pack([
      { path: 'web/', text: '', type: '5' },
      { path: './web/a', text: 'a'.repeat(600) },
      { path: 'web/link', text: '', type: '2', link: '/etc/passwd' },
      { path: 'web/hard', text: '', type: '1', link: '../../x' },
      { path: 'web/b', text: 'b' },
    ]),
  );
  if (typeof files === 'string') throw new Error(files);
  expect([...files.keys()]).toEqual(['web/a', 'web/b']);
  expect(text(files.get('web/b'))).toBe('b');
});

test('long names of both kinds are read', () => {
  const long = `web/${'x'.repeat(120)}`;
  const record = ` path=${long}\n`;
  const length = record.length + 3;
  const files = unpack(
    pack([
      { path: 'pax', text: `${length}${record}`, type: 'x' },
      { path: 'cut', text: '1' },
      { path: 'gnu', text: `${long}2\0`, type: 'L' },
      { path: 'cut', text: '2' },
    ]),
  );
  expect(typeof files === 'string' ? files : [...files.keys()]).toEqual([long, `${long}2`]);
});

test.each(['../x', '/etc/x', 'a/../../x', 'a\\b'])(
  'an archive that holds %s is refused',
  (path) => {
    expect(unpack(pack([{ path, text: '' }]))).toBe(`it holds ${JSON.stringify(path)}`);
  },
);

test('what is no archive, cut off or a bomb is refused', () => {
  expect(unpack(new TextEncoder().encode('x'.repeat(1024)))).toBe('it is no archive');
  expect(unpack(pack([{ path: 'a', text: 'x'.repeat(5000) }]).subarray(0, 40))).toEqual(
    expect.any(String),
  );
  const bomb = pack([{ path: 'a', text: '0'.repeat(10_000) }]);
  expect(unpack(bomb, 5_000)).toMatch(/larger than/);
});
