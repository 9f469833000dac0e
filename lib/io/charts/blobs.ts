import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, isDigest } from '../registry/index.ts';

/** Contents by their hash, `sha256:…`. What does not match its hash is not there. */
export interface Blobs {
  get(digest: string): Uint8Array | undefined;
  /** @returns the digest */
  set(content: Uint8Array): string;
}

/** Blobs in a folder, one file each; for its owner only, as charts may be private. */
export function folderOfBlobs(directory: string): Blobs {
  const pathOf = (digest: string): string => join(directory, digest.slice('sha256:'.length));
  return {
    get(digest) {
      if (!isDigest(digest)) return undefined;
      try {
        const content = readFileSync(pathOf(digest));
        return digestOf(content) === digest ? content : undefined;
      } catch {
        return undefined;
      }
    },
    set(content) {
      const digest = digestOf(content);
      const temporary = `${pathOf(digest)}.${randomUUID()}`;
      try {
        mkdirSync(directory, { recursive: true, mode: 0o700 });
        writeFileSync(temporary, content, { mode: 0o600 });
        renameSync(temporary, pathOf(digest));
      } catch {
        // A cache that cannot be written costs time, and nothing else depends on it.
        rmSync(temporary, { force: true });
      }
      return digest;
    },
  };
}
