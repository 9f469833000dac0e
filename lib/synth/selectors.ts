import { createHash } from 'node:crypto';
import type { IConstruct } from 'constructs';

const selectorLabel = 'cdk8s.io/metadata.addr';
const longestLabel = 63;

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

function labelOf({ kind, name }: Workload): string {
  const label = `${kind.toLowerCase()}-${name}`;
  if (label.length <= longestLabel) return label;
  const hash = createHash('sha256').update(label).digest('hex').slice(0, 8);
  return `${label.slice(0, longestLabel - 9)}-${hash}`;
}

/**
 * Maps what cdk8s-plus put into selectors, a name made from the whole path, to a name made
 * from the workload's kind and name: selectors are immutable, so they must survive a move.
 */
export function selectorNames(root: IConstruct): (value: string) => string {
  let names: Map<string, string> | undefined;
  return (value) => {
    names ??= new Map(
      root.node.findAll().flatMap((construct) => {
        const label = isWorkload(construct) && construct.podMetadata.getLabel(selectorLabel);
        return typeof label === 'string'
          ? [[label, labelOf(construct as unknown as Workload)]]
          : [];
      }),
    );
    return names.get(value) ?? value;
  };
}
