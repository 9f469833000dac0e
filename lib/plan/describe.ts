import { formatObject } from '../kubernetes/index.ts';
import { shownId } from '../reconcile/state.ts';
import { recipientsOf, veil } from './compare/index.ts';
import type { Decision, Engine } from './decide/engine.ts';
import { ownKey, type Placement } from './decide/side.ts';
import type { Names } from './names.ts';
import type { Change } from './plan.ts';

/** Where people change what is in a file of the head: its program knows, and the tree does not. */
export type Provenance = (file: string) => Origin | undefined;

interface Origin {
  /** Path of the construct. */
  readonly construct?: string;
  /** `file:line` in the program. */
  readonly source?: string;
}

/** A change without its risks: rules see all changes at once. */
export type Described = Omit<Change, 'risks'>;

/** Describes a decision so that it holds no secret value. */
export function describe(
  engine: Engine,
  names: Names,
  key: string,
  { before, after, comparison, cause, ...decision }: Decision,
  find: Provenance,
): Described | undefined {
  const main = after ?? before;
  if (!main) return undefined;
  const owners = (placements: readonly Placement[] = []) =>
    placements.map(({ owner }) => names.ofOwner(owner));
  const shown = ({ object }: Placement) => veil(object).shown;
  const { file } = main.object;
  const origin = originOf(engine, main, find);
  const recipients = { before: recipientsOf(before?.object), after: recipientsOf(after?.object) };
  return {
    ...decision,
    ...(cause && { cause: names.ofCause(cause) }),
    object: { ...shownId(main.object), target: names.of(main.target) },
    owner: {
      before: owners(engine.base.placements.get(key)),
      after: owners(engine.head.placements.get(key)),
    },
    fields: comparison?.fields ?? [],
    ...(before && { before: shown(before) }),
    ...(after && { after: shown(after) }),
    ...((recipients.before ?? recipients.after) && { recipients }),
    ...(file !== undefined && { file }),
    ...origin,
  };
}

/** What a release or a ResourceSet makes is changed where that is. */
function originOf(engine: Engine, { owner, object }: Placement, find: Provenance): Origin {
  if (owner.kind === 'Kustomization') {
    return object.file === undefined ? {} : (find(object.file) ?? {});
  }
  const own = ownKey(owner);
  const [holder] = engine.head.placements.get(own) ?? engine.base.placements.get(own) ?? [];
  return holder ? originOf(engine, holder, find) : {};
}

/** Says of refused objects what they hold up: their own owner's other changes. */
export function withBlocked(changes: readonly Described[]): readonly Described[] {
  const held = new Map<string, string[]>();
  for (const { cause, owner, object } of changes) {
    if (cause?.kind !== 'refused-object') continue;
    for (const { id } of owner.after.length > 0 ? owner.after : owner.before) {
      const key = `${id} ${cause.by ?? ''}`;
      held.set(key, [...(held.get(key) ?? []), formatObject(object)]);
    }
  }
  if (held.size === 0) return changes;
  return changes.map((change) => {
    const { cause, owner, object } = change;
    if (cause?.kind !== 'immutable-field') return change;
    const blocks = owner.after.flatMap(({ id }) => held.get(`${id} ${formatObject(object)}`) ?? []);
    return blocks.length > 0 ? { ...change, blocks } : change;
  });
}
