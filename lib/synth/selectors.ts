import { createHash } from 'node:crypto';
import { Names } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** The label by which cdk8s-plus selects pods; its value is made from the whole path. */
export const selectorLabel = 'cdk8s.io/metadata.addr';

/** How labels begin by which cdk8s-plus combines ClusterRoles; the rest is made from the path. */
export const aggregationLabel = 'cdk8s.cluster-role/aggregate-to-';

const longestLabel = 63;
// What is left of a label's name, which has no more characters than its value.
const longestAggregation = longestLabel - 'aggregate-to-'.length;

// A name of cdk8s's that ends in the start of an address.
const addressed = /c8[0-9a-f]{6}$/;

interface Workload {
  readonly kind: string;
  readonly name: string;
  readonly podMetadata: { getLabel(key: string): string | undefined };
}

// By shape, not by class: cdk8s-plus need not be installed, or be the same copy.
function isWorkload(construct: object): construct is Workload {
  if (!('podMetadata' in construct) || !('kind' in construct)) return false;
  const metadata = construct.podMetadata;
  return typeof metadata === 'object' && metadata !== null && 'getLabel' in metadata;
}

interface CombinedRole extends IConstruct {
  readonly name: string;
}

function isCombinedRole(construct: IConstruct): construct is CombinedRole {
  return 'combine' in construct && 'kind' in construct && construct.kind === 'ClusterRole';
}

function shorten(label: string, longest: number): string {
  if (label.length <= longest) return label;
  const hash = createHash('sha256').update(label).digest('hex').slice(0, 8);
  return `${label.slice(0, longest - 9)}-${hash}`;
}

/** What stands in a label for a construct, and what is to stand there. */
function labelsOf(construct: IConstruct): [string, string][] {
  if (isCombinedRole(construct)) {
    // A name of RBAC may hold what a label may not.
    const name = construct.name.replace(/[^A-Za-z0-9_.-]/g, '-');
    return [[Names.toLabelValue(construct), shorten(name, longestAggregation)]];
  }
  const label = isWorkload(construct) && construct.podMetadata.getLabel(selectorLabel);
  // A value that a person chose stays: the selector of an object that exists cannot change.
  if (typeof label !== 'string' || !addressed.test(label)) return [];
  const { kind, name } = construct as unknown as Workload;
  return [[label, shorten(`${kind.toLowerCase()}-${name}`, longestLabel)]];
}

/**
 * Maps what cdk8s-plus put into selectors, a name made from the whole path, to a name made
 * from the workload's kind and name: selectors are immutable, so they must survive a move.
 */
export function selectorNames(root: IConstruct): (value: string) => string {
  const find = () => new Map(root.node.findAll().flatMap(labelsOf));
  let names: Map<string, string> | undefined;
  return (value) => {
    names ??= find();
    // The tree may have grown since: an object can be rendered while a program still runs.
    if (!names.has(value) && addressed.test(value)) names = find();
    return names.get(value) ?? value;
  };
}
