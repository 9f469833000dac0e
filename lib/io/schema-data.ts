import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

/** The text of a file of `schemas/`, named without its extension; undefined where there is none. */
export function readSchemas(name: string): string | undefined {
  // The package's root is four folders up from dist/lib/shared/chunks, and two from lib/io.
  for (const root of ['../../', '../../../../']) {
    try {
      const file = new URL(`${root}schemas/${name}.br`, import.meta.url);
      return brotliDecompressSync(readFileSync(file)).toString('utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return undefined;
}
