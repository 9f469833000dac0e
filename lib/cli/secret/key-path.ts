import type { JsonObject, JsonValue } from '../../kubernetes/index.ts';
import type { Format, Path } from '../../sops/index.ts';
import { refuse } from './output.ts';
import { mapOf, secretIn } from './secret-object.ts';

/** A value's place in a file, and how it is written there. */
export interface Place {
  readonly path: Path;
  /**
   * Under a Secret's `data` everything is base64: a value whose name alone was given is encoded, one
   * whose whole path was given is taken to be. Under its `stringData` everything is text.
   */
  readonly form: 'plain' | 'text' | 'encode' | 'encoded';
}

/** The fields of a Secret (k8s.io/api core/v1): a path begins with one, a name does not. */
const fields = ['apiVersion', 'kind', 'metadata', 'type', 'immutable', 'data', 'stringData'];

const step = /\.?([^.[\]"\s]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/y;

/** Reads `stringData.password`, `data["tls.crt"]` or `list[0]`, as diagnostics write paths. */
function parsePath(text: string): Path | undefined {
  const path: (string | number)[] = [];
  step.lastIndex = 0;
  while (step.lastIndex < text.length) {
    const match = step.exec(text);
    if (match === null || (path.length === 0 && match[0].startsWith('.'))) return undefined;
    const [, name, index, quoted = ''] = match;
    if (index !== undefined) path.push(Number(index));
    else path.push(name ?? quoted.replace(/\\(.)/g, '$1'));
  }
  return path.length === 0 ? undefined : path;
}

/**
 * The place that a person's KEY means. In a Secret a name stands for what it has of that name, or
 * else for a new key beside the others; in a .env file every key is a name.
 */
export function placeOf(key: string, format: Format, documents: readonly JsonObject[]): Place {
  if (format === 'dotenv') return { path: [key], form: 'plain' };
  const path = parsePath(key);
  const secret = secretIn(documents);
  if (secret !== undefined && !fields.includes(String(path?.[0]))) {
    const { data, stringData } = secret;
    const name = path?.length === 1 ? String(path[0]) : key;
    checkName(name);
    const isOnlyData = data !== undefined && stringData === undefined;
    const base64 = !has(stringData, name) && (has(data, name) || isOnlyData);
    if (base64) return { path: ['data', name], form: 'encode' };
    return { path: ['stringData', name], form: 'text' };
  }
  if (path !== undefined) {
    if (secret !== undefined && path.length === 2) {
      if (path[0] === 'data') return { path, form: 'encoded' };
      if (path[0] === 'stringData') return { path, form: 'text' };
    }
    return { path, form: 'plain' };
  }
  return refuse('usage', {}, 'KEY is no path', 'Write stringData.password or data["tls.crt"].');
}

/** Refuses what can be no key of a Secret (k8s.io/apimachinery, validation.IsConfigMapKey). */
function checkName(name: string): void {
  if (/^[-._a-zA-Z0-9]{1,253}$/.test(name) && !/^\.\.?$/.test(name)) return;
  refuse(
    'invalid-name',
    {},
    `a Secret can have no key named "${name}"`,
    'Use letters, digits, - _ and .',
  );
}

function has(map: JsonValue | undefined, name: string): boolean {
  return Object.hasOwn(mapOf(map), name);
}

/** What stands at a path, in the first document that has it. */
export function valueAt(documents: readonly JsonObject[], path: Path): JsonValue | undefined {
  for (const document of documents) {
    let value: JsonValue | undefined = document;
    for (const each of path) {
      if (Array.isArray(value)) value = (value as readonly JsonValue[])[Number(each)];
      else value = has(value, String(each)) ? mapOf(value)[each] : undefined;
    }
    if (value !== undefined) return value;
  }
  return undefined;
}
