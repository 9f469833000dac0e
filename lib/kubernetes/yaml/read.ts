import { parseDocument } from 'yaml';
import type { JsonObject } from '../manifest.ts';

/** What reading a YAML document gives: its value, or why it has none. */
export type ReadYaml =
  | { readonly value: JsonObject }
  | { readonly problem: string; readonly line?: number };

/** The most aliases that a document may resolve: more is a bomb. */
const maxAliasCount = 100;

/** Reads one YAML document that must be a map, with integers of any length. */
export function readYamlMap(text: string): ReadYaml {
  const document = parseDocument(text, { intAsBigInt: true, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const line = text.slice(0, error.pos[0]).split('\n').length;
    return { problem: error.message, line };
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount });
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { value: value as JsonObject };
    }
    return { problem: 'the document is no map' };
  } catch (cause) {
    return { problem: cause instanceof Error ? cause.message : String(cause) };
  }
}
