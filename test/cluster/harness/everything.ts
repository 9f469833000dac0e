import type { KubernetesClient } from './client.ts';
import type { KubernetesObject } from './objects.ts';

// What the API server and the controllers write by themselves, at times that no test knows.
const background = new Set(['ComponentStatus', 'Event', 'IPAddress', 'Lease']);

/** All objects of all kinds, the kinds of the cluster's own bookkeeping excepted. */
export async function listEverything(client: KubernetesClient): Promise<KubernetesObject[]> {
  const kinds = (await client.resources()).filter(
    ({ kind, canBeListed }) => canBeListed && !background.has(kind),
  );
  // One version of each kind: all versions show the same objects.
  const byKind = new Map(
    kinds.map((each) => [`${groupOf(each.apiVersion)}/${each.kind}`, each] as const),
  );
  return (await Promise.all([...byKind.values()].map((kind) => client.list(kind)))).flat();
}

/** An object's id as Flux writes it to an inventory; RBAC names with colons are not translated. */
export function inventoryIdOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  return [metadata.namespace ?? '', metadata.name, groupOf(apiVersion), kind].join('_');
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '';
}
