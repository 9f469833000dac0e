import { textAt } from '../../lib/kubernetes/index.ts';

/** The text at a path of an object, which must have one there. */
export function stringAt(object: unknown, ...path: string[]): string {
  const text = textAt(object, ...path);
  if (text === undefined) throw new Error(`no text at ${path.join('.')}`);
  return text;
}
