import { LineCounter, parseAllDocuments } from 'yaml';
import type { YamlProblem } from './read.ts';

/** The first key that a map has twice, which kustomize refuses; undefined where there is none. */
export function duplicateKeyIn(text: string): YamlProblem | undefined {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { prettyErrors: false, lineCounter: lines });
  if (!Array.isArray(documents)) return undefined;
  for (const { errors } of documents) {
    const found = errors.find(({ code }) => code === 'DUPLICATE_KEY');
    if (found === undefined) continue;
    const [offset] = found.pos;
    const key = /^["']?([^\s:"']*)/.exec(text.slice(offset))?.[1] ?? '';
    return { problem: `it has the key ${key} twice`, line: lines.linePos(offset).line };
  }
  return undefined;
}
