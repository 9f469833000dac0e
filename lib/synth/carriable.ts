import type { JsonValue, Manifest } from '../kubernetes/index.ts';

/** A value that would not reach the cluster as it is. */
export interface LostValue {
  /** The path of the value inside the object. */
  readonly field: string;
  readonly problem: string;
}

// What YAML needs escapes or `?` for, and text outside of the basic plane; searching for it also
// makes V8 join the pieces of the text, which else all stay in memory.
const suspicious = /[\ud800-\udfff]|\\[xu]|"<<":|^ *(?:- )*\? |^    "[0-9ntf].*": |: "\\t.*\\n/im;

// Refused or changed by kustomize 5.8.1 however they are written: DEL and C1, which include
// YAML 1.1's NEL, its other line breaks, and two non-characters.
const lost = /[\u007f-\u009f\u2028\u2029\ufffe\uffff]/;
const longestKey = 1024;

// kustomize writes annotations anew, of all maps only these, and forgets that a key was quoted.
const untextual =
  /^(?:null|true|false|0[xob][0-9a-f_]+|[0-9][0-9_]*(?:\.[0-9]*)?(?:e[-+]?[0-9]+)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:t.*)?)$/i;

/**
 * The values of an object that kustomize, and so Flux, would refuse or change.
 *
 * @param yaml the object as it is written, which tells at once that most objects have none
 */
export function lostValues(object: JsonValue, yaml: string): LostValue[] {
  const found: LostValue[] = [];
  if (!suspicious.test(yaml)) return found;
  visit(object, '', found);
  visitAnnotations(object, found);
  return found;
}

function visitAnnotations(object: JsonValue, found: LostValue[]): void {
  const { annotations = {} } = (object as Partial<Manifest>).metadata ?? {};
  for (const [key, value] of Object.entries(annotations)) {
    const field = `metadata.annotations.${key}`;
    if (untextual.test(key)) {
      found.push({ field, problem: `kustomize does not read the annotation's key as text` });
    }
    if (/^\t.*\n/.test(value)) {
      found.push({ field, problem: 'kustomize cannot carry lines of which the first has a tab' });
    }
  }
}

function problemOf(text: string): string | undefined {
  if (!text.isWellFormed()) return 'the text holds half of a surrogate pair';
  const code = lost.exec(text)?.[0].charCodeAt(0);
  return code === undefined
    ? undefined
    : `kustomize cannot carry the character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function keyProblem(key: string): string | undefined {
  if (key === '<<') return 'kustomize takes the key << for a merge, also in quotes';
  if (key.length > longestKey)
    return `kustomize takes no key of over ${String(longestKey)} characters`;
  return problemOf(key);
}

function visit(value: JsonValue, field: string, found: LostValue[]): void {
  if (typeof value === 'string') {
    const problem = problemOf(value);
    if (problem !== undefined) found.push({ field, problem });
  } else if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly JsonValue[]).entries()) {
      visit(item, `${field}[${String(index)}]`, found);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value as Record<string, JsonValue>)) {
      const path = field === '' ? key : `${field}.${key}`;
      const problem = keyProblem(key);
      if (problem !== undefined) found.push({ field: path, problem });
      visit(item, path, found);
    }
  }
}
