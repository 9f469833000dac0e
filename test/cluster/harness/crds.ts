import { parseAllDocuments } from 'yaml';
import { type CrdFile, publishedCrds } from '../../../tools/crds.ts';
import { type KubernetesClient, unlessStatus } from './client.ts';
import { condition, type KubernetesObject } from './objects.ts';
import { type Tree, textsOf } from './repository.ts';
import { waitFor } from './wait.ts';

const crdKind = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };
const crdPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Installs CRDs from their text, those that are there already excepted. */
export async function installCrds(
  client: KubernetesClient,
  files: readonly CrdFile[],
): Promise<void> {
  await Promise.all(
    files.map(({ text }) =>
      client
        .request('POST', crdPath, { type: 'application/yaml', content: text })
        .catch(unlessStatus(409)),
    ),
  );
  await waitForEstablished(client);
}

/**
 * Makes the API server accept each kind that the tree uses, as the charts and operators of a
 * real cluster would: with cert-manager's own CRDs where the tree uses its kinds, and for
 * others with a permissive stand-in. Kinds whose CRD the tree holds itself are left to Flux.
 * Returns the kinds that got a stand-in.
 */
export async function installKindsOf(client: KubernetesClient, tree: Tree): Promise<string[]> {
  const objects = await objectsOf(tree);
  if (objects.some(({ apiVersion }) => groupOf(apiVersion).endsWith('cert-manager.io'))) {
    await installCrds(client, await publishedCrds('cert-manager'));
  }
  const known = new Set(
    (await client.resources()).map(({ apiVersion, kind }) => `${groupOf(apiVersion)}/${kind}`),
  );
  for (const object of objects) {
    const defined = definedKind(object);
    if (defined !== undefined) known.add(defined);
  }
  const missing = new Map<string, KubernetesObject[]>();
  for (const object of objects) {
    const group = groupOf(object.apiVersion);
    const key = `${group}/${object.kind}`;
    if (known.has(key) || !group.includes('.') || group === 'kustomize.config.k8s.io') continue;
    missing.set(key, [...(missing.get(key) ?? []), object]);
  }
  for (const used of missing.values()) {
    await client.create(standIn(used)).catch(unlessStatus(409));
  }
  if (missing.size > 0) await waitForEstablished(client);
  return [...missing.keys()].sort();
}

async function waitForEstablished(client: KubernetesClient): Promise<void> {
  const missing = async (): Promise<string[]> =>
    (await client.list(crdKind))
      .filter((crd) => condition(crd, 'Established')?.status !== 'True')
      .map(({ metadata }) => metadata.name);
  await waitFor(async () => (await missing()).length === 0, {
    describe: async () => `CRDs are not established: ${(await missing()).join(', ')}`,
  });
}

/** Takes any content, since only the real operator knows what is right. */
function standIn(used: readonly KubernetesObject[]): KubernetesObject {
  const [first] = used;
  if (first === undefined) throw new Error('A stand-in needs an object of its kind.');
  const { kind } = first;
  const group = groupOf(first.apiVersion);
  const singular = kind.toLowerCase();
  const plural = `${singular}s`;
  const schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const versions = [...new Set(used.map(({ apiVersion }) => apiVersion.slice(group.length + 1)))];
  return {
    ...crdKind,
    metadata: {
      name: `${plural}.${group}`,
      // Groups under *.k8s.io are refused without it.
      annotations: { 'api-approved.kubernetes.io': 'unapproved, a stand-in of a test' },
    },
    spec: {
      group,
      scope: used.some(({ metadata }) => metadata.namespace !== undefined)
        ? 'Namespaced'
        : 'Cluster',
      names: { plural, singular, kind, listKind: `${kind}List` },
      versions: versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        schema: { openAPIV3Schema: schema },
        subresources: { status: {} },
      })),
    },
  };
}

/** The objects that a tree holds; what has no kind or no name, as a kustomization.yaml, is none. */
export async function objectsOf(tree: Tree): Promise<KubernetesObject[]> {
  return [...(await textsOf(tree))].flatMap(([path, text]) => manifestsOf(path, text));
}

function manifestsOf(path: string, text: string): KubernetesObject[] {
  if (!/\.(ya?ml|json)$/.test(path)) return [];
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Partial<KubernetesObject> | null)
    .filter((value): value is KubernetesObject => {
      const metadata = value?.metadata as Partial<KubernetesObject['metadata']> | undefined;
      return (
        typeof value?.apiVersion === 'string' &&
        typeof value.kind === 'string' &&
        typeof metadata?.name === 'string'
      );
    });
}

function definedKind(object: KubernetesObject): string | undefined {
  if (object.kind !== crdKind.kind) return undefined;
  const spec = object.spec as { group: string; names: { kind: string } };
  return `${spec.group}/${spec.names.kind}`;
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}
