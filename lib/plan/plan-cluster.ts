import { type ClusterState, shownId } from '../reconcile/state.ts';
import { Engine } from './decide/engine.ts';
import type { Mixed } from './decide/late-specs.ts';
import { outlives } from './decide/outlives.ts';
import { type Side, sideOf } from './decide/side.ts';
import { dropByDeletion, dropFromBuild, isSuspended } from './decide/spec.ts';
import type { RefusedBySchema } from './decide/transitions.ts';
import { describe, type Described, type Provenance, withBlocked } from './describe.ts';
import { Names } from './names.ts';
import { type ClusterPlan, formatOwner, type MovedImage, type Owner } from './plan.ts';
import { unknownInBase } from './unknown-in-base.ts';
import { assess } from './rules/assess.ts';
import { defaultRules } from './rules/index.ts';
import type { Holdings, Rules } from './rules/rule.ts';

/** What a cluster is and shall be; one that appears or goes has only one of both. */
export interface ClusterPair {
  readonly base: ClusterState | undefined;
  readonly head: ClusterState | undefined;
}

/** What a plan can be told beside the states. */
export interface PlanOptions {
  readonly provenance?: Provenance;
  /** Whether a file is in the tree of the head, to tell a lost entry from a deleted file. */
  readonly hasFile?: (file: string) => boolean;
  /** Whether a folder is in it, to know what an old path builds of the new revision. */
  readonly hasFolder?: (folder: string) => boolean;
  /** What `heldSpecs` build of the head, by the ids of their Kustomizations, where that is known. */
  readonly mixed?: Mixed;
  /** Says what the CRDs of the head refuse to change; without it, that is not asked. */
  readonly refusedBySchema?: RefusedBySchema;
  /** Images of the head whose tags Flux moved on. */
  readonly images?: readonly MovedImage[];
  /** Rules beside those of Sluice. */
  readonly rules?: Rules;
}

/** Every object once: in the order in which the head applies them, then what it has no more. */
function keysInOrder(base: Side, head: Side): ReadonlySet<string> {
  const found = new Set<string>();
  for (const side of [head, base]) {
    const others = new Map<string, Owner[]>();
    const add = (kind: Owner['kind'], { id, owner }: { id: string; owner: string }): void => {
      others.set(owner, [...(others.get(owner) ?? []), { kind, id }]);
    };
    for (const each of side.resourceSets.values()) add('ResourceSet', each);
    for (const each of side.releases.values()) add('HelmRelease', each);
    for (const id of side.kustomizations.keys()) {
      const owned = [{ kind: 'Kustomization', id } as const, ...(others.get(id) ?? [])];
      for (const keys of owned.map((owner) => side.keys.get(formatOwner(owner)) ?? [])) {
        // Flux deletes in the reverse order (fluxcd/pkg ssa v0.76.2, DeleteAll).
        for (const key of side === head ? keys : keys.toReversed()) found.add(key);
      }
    }
    // Those whose Kustomization is in no tree.
    for (const key of side.placements.keys()) found.add(key);
  }
  return found;
}

function holdingsOf(side: Side, names: Names): Holdings {
  let objects: Holdings['objects'] | undefined;
  const held = (): Holdings['objects'] =>
    [...side.placements.values()].flat().map((each) => ({
      id: shownId(each.object),
      owner: names.ofOwner(each.owner),
      outlives: outlives(each),
      file: each.object.file,
    }));
  return {
    // Most rules ask only about owners, and a fleet has many objects.
    get objects() {
      return (objects ??= held());
    },
    owners: [
      ...[...side.kustomizations.values()].map((each) => {
        const { id, status, source } = each;
        const prunes = dropFromBuild(each) === 'deleted';
        const endsAll = dropByDeletion(each) === 'deleted';
        return { ...names.ofOwner({ kind: 'Kustomization', id }), status, source, prunes, endsAll };
      }),
      ...[...side.releases.values()].map(({ id, status, manifest }) => {
        const isActive = !isSuspended({ manifest });
        const owner = names.ofOwner({ kind: 'HelmRelease', id });
        return { ...owner, status, prunes: isActive, endsAll: isActive };
      }),
      ...[...side.resourceSets.values()].map(({ id, status }) => {
        const isActive = status !== 'suspended';
        const owner = names.ofOwner({ kind: 'ResourceSet', id });
        return { ...owner, status, prunes: isActive, endsAll: isActive };
      }),
    ],
  };
}

/** What Flux makes of one cluster when its head replaces its base. */
export function planCluster(pair: ClusterPair, options: PlanOptions = {}): ClusterPlan {
  const base = sideOf(pair.base);
  const head = sideOf(pair.head);
  const name = pair.head?.name ?? pair.base?.name ?? '';
  const engine = new Engine(base, head, options);
  const names = new Names([base, head]);
  const find = options.provenance ?? (() => undefined);
  const found: Described[] = [];
  for (const key of keysInOrder(base, head)) {
    const decision = engine.decide(key);
    const change = decision && describe(engine, names, key, decision, find);
    if (change) found.push(change);
  }
  const surroundings = {
    before: holdingsOf(base, names),
    after: holdingsOf(head, names),
    hasFile: options.hasFile ?? (() => false),
    hasFolder: options.hasFolder ?? (() => false),
  };
  const rules = {
    changes: [...defaultRules.changes, ...(options.rules?.changes ?? [])],
    sets: [...defaultRules.sets, ...(options.rules?.sets ?? [])],
  };
  return {
    name,
    ...assess(withBlocked(found), surroundings, rules),
    images: options.images ?? [],
    kustomizations: head.kustomizations.size,
    objects: head.placements.size,
    diagnostics: [...(pair.head?.diagnostics ?? []), ...unknownInBase(pair)],
  };
}
