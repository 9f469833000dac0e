export type { KubernetesClient } from './client.ts';
export { type Cluster, type ClusterOptions, startCluster } from './cluster.ts';
export { KubernetesError } from './connection.ts';
export { describeCluster, describeWithGo } from './describe.ts';
export { condition, type KubernetesObject, type ObjectRef } from './objects.ts';
export type { Tree } from './repository.ts';
export { waitFor } from './wait.ts';
