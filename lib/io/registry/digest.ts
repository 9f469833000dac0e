import { createHash } from 'node:crypto';

const pattern = /^sha256:[0-9a-f]{64}$/;

/** What names a content in a registry: `sha256:…`. */
export function digestOf(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

export function isDigest(text: unknown): text is string {
  return typeof text === 'string' && pattern.test(text);
}
