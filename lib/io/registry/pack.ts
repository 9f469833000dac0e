import { gzipSync } from 'node:zlib';
import type { Files } from './archive.ts';

const block = 512;
/** The longest name that a header holds by itself. */
const longestName = 100;

/**
 * Packs files as a compressed tar, with nothing in it of who packs them, where and when: the same files
 * give the same bytes. Folders are implied.
 */
export function pack(files: Files): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [name, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const bytes = Buffer.from(name);
    if (bytes.length > longestName) parts.push(...entry('x', 'pax', paxPath(name)));
    parts.push(...entry('0', bytes.subarray(0, longestName).toString('latin1'), content));
  }
  const packed = gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * block)]), { level: 9 });
  // The system that compressed it: 255 is unknown (RFC 1952, 2.3.1).
  packed[9] = 255;
  return packed;
}

/** A header, its content, and what fills its last block (POSIX.1-2017, pax, ustar). */
function entry(type: '0' | 'x', latinName: string, content: Uint8Array): Uint8Array[] {
  const header = Buffer.alloc(block);
  header.write(latinName, 0, 'latin1');
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write('ustar\0' + '00', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return [header, content, Buffer.alloc((block - (content.length % block)) % block)];
}

/** A record says its own length, digits included. */
function paxPath(name: string): Uint8Array {
  const rest = Buffer.from(` path=${name}\n`);
  let length = rest.length;
  while (`${length}`.length + rest.length !== length) length = `${length}`.length + rest.length;
  return Buffer.concat([Buffer.from(`${length}`), rest]);
}
