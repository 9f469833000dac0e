import { type Manifest, nameProblem } from '../../kubernetes/index.ts';
import type { SchemaProblem } from './problem.ts';

/** What is wrong with an object's name, which depends on its kind. */
export function nameProblemAt(
  { kind, metadata }: Manifest,
  group: string,
): SchemaProblem | undefined {
  const name: unknown = (metadata as Partial<Manifest['metadata']> | null | undefined)?.name;
  if (name === undefined || name === null || name === '') {
    return { path: ['metadata'], message: 'needs the field name', kind: 'missing-field' };
  }
  if (typeof name !== 'string') return undefined;
  const problem = nameProblem(group, kind, name);
  return problem === undefined
    ? undefined
    : { path: ['metadata', 'name'], message: problem, kind: 'wrong-value' };
}
