import type { IConstruct } from 'constructs';
import type { Cluster } from '../cluster.ts';

/** What marks a cluster. */
export const clusterSymbol = Symbol.for('sluice.Cluster');

/** Whether a value is a cluster, also one of another loaded copy of Sluice. */
export function isCluster(value: unknown): value is Cluster {
  return typeof value === 'object' && value !== null && clusterSymbol in value;
}

/** The cluster above a construct. */
export function clusterOf(construct: IConstruct): Cluster {
  for (let each: IConstruct | undefined = construct; each; each = each.node.scope) {
    if (isCluster(each)) return each;
  }
  throw new Error(`${construct.node.path} is in no Cluster: create apps below one`);
}
