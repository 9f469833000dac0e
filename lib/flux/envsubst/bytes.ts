/**
 * Text as Go sees it: bytes in UTF-8. A byte string holds one byte in each character, so that
 * lengths, substrings and patterns count bytes, and half a character can be held.
 */

const beyondAscii = /[^\0-\x7f]/;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function toBytes(text: string): string {
  if (!beyondAscii.test(text)) return text;
  let out = '';
  for (const byte of encoder.encode(text)) out += String.fromCharCode(byte);
  return out;
}

/** The text of a byte string; undefined where it is not UTF-8. */
export function fromBytes(bytes: string): string | undefined {
  if (!beyondAscii.test(bytes)) return bytes;
  try {
    return decoder.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** What Go reads where bytes are no character: one byte of it. */
export const replacement = '\ufffd';

export interface Rune {
  readonly text: string;
  readonly width: number;
}

/** The first character of a byte string that is not empty (Go's utf8.DecodeRuneInString). */
export function firstRune(bytes: string): Rune {
  const lead = bytes.charCodeAt(0);
  const width = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const text = bytes.length < width ? undefined : fromBytes(bytes.slice(0, width));
  return text === undefined ? { text: replacement, width: 1 } : { text, width };
}

/** The characters of a byte string, each as its own bytes; wrong bytes become U+FFFD. */
export function runes(bytes: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { text, width } = firstRune(bytes.slice(at, at + 4));
    found.push(toBytes(text));
    at += width;
  }
  return found;
}
