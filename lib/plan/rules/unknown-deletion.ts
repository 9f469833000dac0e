import { valueAt } from '../../kubernetes/index.ts';
import { isEqual } from '../compare/index.ts';
import type { Described } from '../describe.ts';
import { formatOwner } from '../plan.ts';
import { isApplied, isLost, isRacing, isUnknown, knowing, ownerAs } from './about.ts';
import type { Rule, Surroundings } from './rule.ts';

/** What says what an owner applies. */
const contents = {
  Kustomization: [['sourceRef'], ['path']],
  HelmRelease: [['chart', 'spec', 'chart'], ['chart', 'spec', 'sourceRef'], ['chartRef']],
  ResourceSet: [],
} as const;

const sourceKinds = new Set(['GitRepository', 'OCIRepository', 'Bucket']);
/** What says what a source holds. */
const revisions = ['url', 'ref', 'bucketName', 'endpoint', 'prefix', 'ignore', 'include'];

function differs({ before, after }: Described, ...path: readonly string[]): boolean {
  return !isEqual(valueAt(before, 'spec', ...path), valueAt(after, 'spec', ...path));
}

/** Helm's own removal is told by a rule of its own. */
function isRemoved(change: Described, { before }: Surroundings): boolean {
  const owner = ownerAs(change, before);
  const goes = isLost(change) || isRacing(change);
  return goes && owner?.kind !== 'HelmRelease' && owner?.endsAll === true && isUnknown(owner);
}

function isChanged(change: Described, { before, after }: Surroundings): boolean {
  const owner = ownerAs(change, after);
  if (!owner?.prunes || !ownerAs(change, before) || change.cause?.kind === 'changed-target') {
    return false;
  }
  return owner.status === 'opaque' && contents[owner.kind].some((path) => differs(change, ...path));
}

/** Those that prune by what a changed source holds, which is not known. */
function users(change: Described, { before, after }: Surroundings): readonly string[] {
  const { kind, namespace, name } = change.object;
  if (!sourceKinds.has(kind) || !revisions.some((field) => differs(change, field))) return [];
  const had = new Set(before.owners.map(formatOwner));
  return after.owners
    .filter(({ source }) => source === `${kind}/${namespace}/${name}`)
    .filter((each) => each.prunes && each.status === 'opaque' && had.has(formatOwner(each)))
    .map(formatOwner);
}

/** What is not known may hold data, and be deleted with its owner or for what replaces it. */
export const unknownDeletion: Rule = {
  code: 'unknown-deletion',
  level: 'danger',
  matches: (change, around) => {
    if (isRemoved(change, around)) return true;
    if (!isApplied(change) || change.before === undefined || change.after === undefined)
      return false;
    return isChanged(change, around) || users(change, around).length > 0;
  },
  explain: (change, around) => {
    if (isRemoved(change, around)) {
      const order = isRacing(change) ? ' if its old owner reconciles first' : '';
      return `what it deletes with it is not known${order}`;
    }
    const [first, ...others] = users(change, around);
    const who = first === undefined ? 'it' : [first, ...others].join(', ');
    return `what ${who} deletes is not known: it applies something else`;
  },
  remedy: knowing,
};
