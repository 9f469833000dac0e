/** What becomes of objects that no Kustomization has: those of releases and of ResourceSets. */
import type { Decision, Engine } from './engine.ts';
import { decideRelease } from './releases.ts';
import { decideSet } from './resource-sets.ts';
import type { Placement } from './side.ts';

export { holdOfSet } from './resource-sets.ts';

/** Decides about an object that owners of the other kinds have; undefined where nothing happens. */
export function decideOther(
  engine: Engine,
  before: Placement | undefined,
  after: Placement | undefined,
): Decision | undefined {
  const kinds = new Set([before, after].flatMap((each) => each?.owner.kind ?? []));
  if (!kinds.has('ResourceSet')) return decideRelease(engine, before, after);
  if (!kinds.has('HelmRelease')) return decideSet(engine, before, after);
  if (!before || !after) return undefined;
  const comparison = engine.compare(before, after);
  const cause = { kind: 'other-manager' } as const;
  return { action: 're-created', certain: false, cause, before, after, comparison };
}
