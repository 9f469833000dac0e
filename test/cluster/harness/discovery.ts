import type { Connection } from './connection.ts';
import type { Kind } from './objects.ts';

/** A kind that the API server knows, and how it is asked for. */
export interface Resource extends Kind {
  readonly plural: string;
  readonly namespaced: boolean;
  readonly hasStatus: boolean;
  readonly canBeListed: boolean;
}

interface DiscoveryList {
  readonly items?: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly responseKind: { readonly kind: string };
        readonly scope: string;
        readonly verbs?: readonly string[];
        readonly subresources?: readonly { readonly subresource: string }[];
      }[];
    }[];
  }[];
}

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** All kinds the API server serves now, by `apiVersion/kind`; two requests. */
export async function discover(connection: Connection): Promise<ReadonlyMap<string, Resource>> {
  const found = new Map<string, Resource>();
  for (const path of ['/api', '/apis']) {
    const list = (await connection.request('GET', path, undefined, aggregated)) as DiscoveryList;
    for (const group of list.items ?? []) {
      const prefix = group.metadata?.name ? `${group.metadata.name}/` : '';
      for (const { version, resources = [] } of group.versions) {
        for (const { resource, responseKind, scope, verbs = [], subresources = [] } of resources) {
          const apiVersion = prefix + version;
          const { kind } = responseKind;
          found.set(`${apiVersion}/${kind}`, {
            apiVersion,
            kind,
            plural: resource,
            namespaced: scope === 'Namespaced',
            canBeListed: verbs.includes('list'),
            hasStatus: subresources.some(({ subresource }) => subresource === 'status'),
          });
        }
      }
    }
  }
  return found;
}
