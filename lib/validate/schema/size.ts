import type { JsonValue } from '../../kubernetes/index.ts';

/** The most that the API server reads of a request (k8s.io/apiserver v0.36.3, MaxRequestBodyBytes). */
const largest = 3 * 1024 * 1024;

/** Why an object is too large to be applied, or undefined. Characters that JSON escapes count once. */
export function sizeProblem(object: JsonValue): string | undefined {
  const waiting = [object];
  let size = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string') size += Buffer.byteLength(next) + 2;
    else if (typeof next !== 'object' || next === null) size += String(next).length;
    else if (Array.isArray(next)) {
      size += next.length + 1;
      for (const each of next as readonly JsonValue[]) waiting.push(each);
    } else {
      size += 1;
      for (const [key, each] of Object.entries(next)) {
        size += Buffer.byteLength(key) + 4;
        waiting.push(each);
      }
    }
    if (size > largest) return 'has more than 3 MiB, which the API server does not read';
  }
  return undefined;
}
