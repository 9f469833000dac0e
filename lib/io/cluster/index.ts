/** A cluster, through the person's kubectl: what it has, and what is applied to it. */
export { Cluster, isFluxs, isHeld } from './cluster.ts';
export { type ClusterAccess, Kubectl } from './kubectl.ts';
