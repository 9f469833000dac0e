import type { Finding, Location } from '../core/index.ts';
import { type Change, planCluster, type Risk } from '../plan/index.ts';
import type { ClusterState, Status } from '../reconcile/index.ts';
import {
  collectSubjects,
  type Owner,
  Places,
  type Subject,
  validate,
  type ValidateOptions,
} from '../validate/index.ts';
import { findObjects } from './find.ts';
import { type Reference, referencesIn } from './references.ts';
import { without } from './without.ts';

/** An object at the other end of a reference. */
export interface Related {
  /** As it may be shown: `Service demo/web`. */
  readonly object: string;
  /** The field that names or selects it, of whichever object names the other. */
  readonly field: string;
}

/** A Kustomization, HelmRelease or ResourceSet that applies something. */
export interface Applier {
  readonly object: string;
  readonly status: Status;
}

/** What happens when an object leaves the tree. */
export interface Removal {
  /** What Flux does then, as a plan says it. */
  readonly changes: readonly Change[];
  readonly risks: readonly Risk[];
  /** What is wrong then, and was not before. */
  readonly findings: readonly Finding[];
}

/** All that is known of one object. */
export interface Explanation {
  readonly cluster: string;
  readonly object: string;
  /** Where it is written: the construct and the line of the program, or the file of the tree. */
  readonly writtenAt: Location;
  /** Its place in the tree, where the program makes that. */
  readonly renderedAt: readonly Location[];
  /** Who applies it, from its own applier to the root. */
  readonly appliedBy: readonly Applier[];
  /** Of a Kustomization, HelmRelease or ResourceSet: what it applies, in its order. */
  readonly applies: readonly string[];
  readonly needs: readonly Related[];
  readonly neededBy: readonly Related[];
  readonly removal: Removal;
}

/**
 * Explains every object of a cluster that words name; none where nothing is named so.
 *
 * @param words as `findObjects` takes them
 */
export function explain(
  state: ClusterState,
  options: ValidateOptions,
  words: readonly string[],
): readonly Explanation[] {
  const clusters = collectSubjects(state, options, undefined);
  const places = new Places(options);
  return clusters.flatMap((cluster) => {
    const found = findObjects(cluster.all, words);
    if (found.length === 0) return [];
    const references = [...referencesIn(cluster)];
    return found.map((subject) => {
      const { location, related } = places.of({ subject, message: '' });
      return {
        cluster: state.name,
        object: subject.name,
        writtenAt: location,
        renderedAt: related,
        appliedBy: appliersOf(subject, state),
        applies: cluster.all
          .filter(({ owner }) => owner.subject === subject)
          .map(({ name }) => name),
        needs: relatedBy(
          references,
          ({ from }) => from === subject,
          ({ to }) => to,
        ),
        neededBy: relatedBy(
          references,
          ({ to }) => to === subject,
          ({ from }) => from,
        ),
        removal: removalOf(subject, state, options),
      };
    });
  });
}

function appliersOf({ owner }: Subject, state: ClusterState): readonly Applier[] {
  const makers: Readonly<Record<Owner['kind'], readonly { id: string; status: Status }[]>> = {
    Kustomization: state.kustomizations,
    HelmRelease: state.releases,
    ResourceSet: state.resourceSets,
  };
  const status = makers[owner.kind].find(({ id }) => id === owner.id)?.status ?? 'opaque';
  const applier = { object: `${owner.kind} ${owner.shownId}`, status };
  const above = owner.subject;
  const isRoot = above === undefined || isSame(above.owner, owner);
  return [applier, ...(isRoot ? [] : appliersOf(above, state))];
}

function isSame(a: Owner, b: Owner): boolean {
  return a.kind === b.kind && a.id === b.id;
}

function relatedBy(
  references: readonly Reference[],
  isWanted: (reference: Reference) => boolean,
  other: (reference: Reference) => Subject,
): readonly Related[] {
  const found = new Map<string, Related>();
  for (const reference of references.filter(isWanted)) {
    const object = other(reference).name;
    // One that is named in several fields is one that is needed.
    if (found.has(object)) continue;
    found.set(object, { object, field: reference.from.formatPath(reference.at.path) });
  }
  return [...found.values()];
}

function removalOf({ id }: Subject, state: ClusterState, options: ValidateOptions): Removal {
  const head = without(state, id);
  const { changes, risks } = planCluster({ base: state, head });
  const keyOf = ({ code, message, location }: Finding): string =>
    [code, message, location.object, location.field].join('\n');
  // Rules replace what Flux says of an object: without the object, that alone would look new.
  const known = new Set([...state.diagnostics, ...judge(state, options)].map(keyOf));
  return {
    changes,
    risks,
    findings: judge(head, options).filter((finding) => !known.has(keyOf(finding))),
  };
}

/** What is wrong by reference: schemas say the same of both. */
function judge(
  state: ClusterState,
  { schemas: _, ...options }: ValidateOptions,
): readonly Finding[] {
  return validate(state, { ...options, practice: 'none' }).findings;
}
