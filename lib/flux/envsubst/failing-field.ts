import type { JsonValue } from '../../kubernetes/index.ts';

/** A field in which substitution fails. */
export interface FailingField {
  /** Keys of maps and indexes of lists. */
  readonly path: readonly (string | number)[];
  /** The line of its text that fails. */
  readonly text: string;
}

/**
 * Finds the field whose text fails for a reason for which the whole object did: the object is
 * substituted as one text, which does not know its fields.
 *
 * @param problemIn why a text alone fails; undefined where it does not
 */
export function failingField(
  value: JsonValue,
  problem: string,
  problemIn: (text: string) => string | undefined,
  path: FailingField['path'] = [],
): FailingField | undefined {
  if (typeof value === 'string') return failingText(value, problem, problemIn, path);
  if (typeof value !== 'object' || value === null) return undefined;
  const entries: readonly (readonly [string | number, JsonValue])[] = Array.isArray(value)
    ? value.map((each, index) => [index, each as JsonValue] as const)
    : Object.entries(value as Readonly<Record<string, JsonValue>>);
  for (const [key, each] of entries) {
    const below = [...path, key];
    const found =
      (typeof key === 'string' ? failingText(key, problem, problemIn, below) : undefined) ??
      failingField(each, problem, problemIn, below);
    if (found !== undefined) return found;
  }
  return undefined;
}

function failingText(
  text: string,
  problem: string,
  problemIn: (text: string) => string | undefined,
  path: FailingField['path'],
): FailingField | undefined {
  if (problemIn(text) !== problem) return undefined;
  const lines = text.split('\n');
  const failing = lines.find((line) => problemIn(line) === problem);
  return { path, text: (failing ?? lines.find((line) => line.includes('${')) ?? '').trim() };
}
