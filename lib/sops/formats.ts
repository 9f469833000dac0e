import { dotenvNotation } from './dotenv-notation.ts';
import { jsonNotation } from './json-notation.ts';
import type { Notation } from './notation.ts';
import { yamlNotation } from './yaml/write.ts';

/** The formats of text that SOPS keeps the shape of. Any other file is binary. */
export type Format = 'yaml' | 'json' | 'dotenv';

export const notations: Readonly<Record<Format, Notation>> = {
  yaml: yamlNotation,
  json: jsonNotation,
  dotenv: dotenvNotation,
};

/**
 * The format that sops takes a file for, by the end of its name (sops v3.13.3, cmd/sops/formats:
 * FormatForPath). What is `ini` to sops cannot be read here.
 */
export function formatOf(path: string): Format | 'ini' | 'binary' {
  if (/\.ya?ml$/.test(path)) return 'yaml';
  if (path.endsWith('.json')) return 'json';
  if (path.endsWith('.env')) return 'dotenv';
  return path.endsWith('.ini') ? 'ini' : 'binary';
}
