import { type ClusterBefore, type ClusterFacts } from '../import/index.ts';
import { type Manifest, textAt } from '../kubernetes/index.ts';

/** What a repository says of a cluster; the rest a person fills in. */
export function factsOf(
  { name, state }: ClusterBefore,
  recipients: readonly string[],
): ClusterFacts {
  const manifests = state.kustomizations.flatMap(({ objects }) =>
    objects.map(({ manifest }) => manifest),
  );
  const root = state.kustomizations.find(({ parent }) => parent === undefined)?.source;
  return {
    cluster: name,
    name: name.replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '') || 'cluster',
    environment: environmentOf(name),
    source: sourceOf(manifests, root),
    kubernetes: '1.34',
    recipients,
  };
}

function environmentOf(name: string): ClusterFacts['environment'] {
  if (/stag/i.test(name)) return 'staging';
  return /dev|test/i.test(name) ? 'development' : 'production';
}

/** The repository of the root's source, or of what flux-operator makes one from. */
function sourceOf(
  manifests: readonly Manifest[],
  root: string | undefined,
): ClusterFacts['source'] {
  const source = manifests.find(
    ({ kind, metadata }) => [kind, metadata.namespace, metadata.name].join('/') === root,
  );
  const instance = manifests.find(({ kind }) => kind === 'FluxInstance');
  const release = manifests.find(
    (each) => textAt(each, 'spec', 'values', 'instance', 'sync', 'url') !== undefined,
  );
  const sync = (...path: readonly string[]): string | undefined =>
    textAt(instance, 'spec', 'sync', ...path) ??
    textAt(release, 'spec', 'values', 'instance', 'sync', ...path);
  const url = textAt(source, 'spec', 'url') ?? sync('url');
  const branch = textAt(source, 'spec', 'ref', 'branch') ?? sync('ref');
  return {
    url: url ?? 'https://example.org/manifests',
    branch: branch?.replace(/^refs\/heads\//, '') ?? 'main',
  };
}
