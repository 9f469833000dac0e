export { type KubernetesClient, unlessStatus } from './client.ts';
export { type Cluster, type ClusterOptions, startCluster } from './cluster.ts';
export { KubernetesError } from './connection.ts';
export { installCrds, objectsOf } from './crds.ts';
export { describeCluster, describeWithGo } from './describe.ts';
export { inventoryIdOf, listEverything } from './everything.ts';
export { condition, type KubernetesObject, type ObjectRef, refOf } from './objects.ts';
export type { Tree } from './repository.ts';
export { waitFor } from './wait.ts';
