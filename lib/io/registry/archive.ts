import { gunzipSync } from 'node:zlib';
import { isInside } from '../../core/index.ts';

/** Files by their path, in the order of the archive. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** More than any real chart or source unpacks to; a bomb is more. */
const limits = { bytes: 256 << 20, files: 50_000 };
const block = 512;
const decoder = new TextDecoder();

/**
 * Unpacks a tar, compressed or not, in memory: nothing of it can be written outside of anything.
 * Links and devices are left out, as Flux and Helm do with what they pack; names that lead out of
 * the archive, and what is too large, are refused.
 *
 * @returns why it is refused, as text
 */
export function unpack(archive: Uint8Array, maxBytes = limits.bytes): Files | string {
  try {
    const isGzip = archive[0] === 0x1f && archive[1] === 0x8b;
    return readTar(isGzip ? gunzipSync(archive, { maxOutputLength: maxBytes }) : archive);
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

function readTar(tar: Uint8Array): Files | string {
  const files = new Map<string, Uint8Array>();
  // The name that an extension gives to the entry after it.
  let longName: string | undefined;
  for (let at = 0; at + block <= tar.length; ) {
    const header = tar.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) break;
    if (!hasChecksum(header)) return 'it is no archive';
    const size = readNumber(header.subarray(124, 136));
    const content = tar.subarray(at + block, at + block + size);
    if (Number.isNaN(size) || content.length < size) return 'it is cut off';
    at += block + Math.ceil(size / block) * block;
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === 'x') longName = readPaxPath(decoder.decode(content)) ?? longName;
    else if (type === 'L') longName = readText(content);
    else if (type !== 'g') {
      const name = (longName ?? readName(header)).replace(/^(?:\.\/)+/, '');
      longName = undefined;
      if (type !== '0' && type !== '\0') continue;
      if (!isInside(name)) return `it holds ${JSON.stringify(name)}`;
      if (files.size >= limits.files) return `it holds more than ${limits.files} files`;
      files.set(name, content);
    }
  }
  return files;
}

/** The sum of a header's bytes, its own field taken for spaces (POSIX.1-2017, pax, ustar). */
function hasChecksum(header: Uint8Array): boolean {
  let sum = 0;
  for (const [at, byte] of header.entries()) sum += at >= 148 && at < 156 ? 32 : byte;
  return sum === readNumber(header.subarray(148, 156));
}

function readName(header: Uint8Array): string {
  const name = readText(header.subarray(0, 100));
  const isUstar = readText(header.subarray(257, 262)) === 'ustar';
  const prefix = isUstar ? readText(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function readText(field: Uint8Array): string {
  const end = field.indexOf(0);
  return decoder.decode(end < 0 ? field : field.subarray(0, end));
}

function readNumber(field: Uint8Array): number {
  const text = readText(field).trim();
  return text === '' ? 0 : /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}

/** Records of an extended header are `<length> <key>=<value>\n`. */
function readPaxPath(text: string): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(text)?.[1];
}
