import { isList, isMap, type Manifest } from '../kubernetes/index.ts';
import {
  type ClusterState,
  joinPath,
  type ReconciledKustomization,
  type Tree,
} from '../reconcile/index.ts';

/** A cluster of the repository, and what Flux makes of it now. */
export interface ClusterBefore {
  readonly name: string;
  /** The folder in which its Flux begins. */
  readonly entry: string;
  readonly state: ClusterState;
}

/** A Kustomization of a cluster. */
export interface User {
  readonly cluster: string;
  readonly kustomization: ReconciledKustomization;
}

/** A folder of the repository that Kustomizations apply. */
export interface Folder {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly users: readonly User[];
}

/** A Kustomization whose folder is left as it is, and why. */
export interface Left {
  readonly cluster: string;
  readonly id: string;
  readonly reason: string;
}

/** What clusters apply: their folders in the repository, and what is not there. */
export interface FoundFolders {
  readonly folders: readonly Folder[];
  /** Kustomizations whose content is elsewhere: there is nothing to import but they themselves. */
  readonly elsewhere: readonly Left[];
  readonly left: readonly Left[];
}

/** Finds the folders that the Kustomizations of some clusters apply, each once. */
export function findFolders(clusters: readonly ClusterBefore[], tree: Tree): FoundFolders {
  const byPath = new Map<string, User[]>();
  const elsewhere: Left[] = [];
  const left: Left[] = [];
  for (const { name, state } of clusters) {
    const root = state.kustomizations.find(({ parent }) => parent === undefined)?.source ?? '';
    for (const kustomization of state.kustomizations) {
      const { id, status } = kustomization;
      const path = pathInTree(kustomization, root, state);
      const here = { cluster: name, id };
      if (path === undefined) {
        elsewhere.push({ ...here, reason: `its source is ${kustomization.source}` });
      } else if (status === 'opaque') {
        left.push({ ...here, reason: 'what it applies is fetched from elsewhere' });
      } else if (tree.list(path) === undefined) {
        left.push({ ...here, reason: `the repository has no folder ${path}` });
      } else {
        byPath.set(path, [...(byPath.get(path) ?? []), { cluster: name, kustomization }]);
      }
    }
  }
  const folders = [...byPath].map(([path, users]) => ({ path, users }));
  return { folders, elsewhere, left };
}

/** The folder of the repository that a Kustomization builds, also by way of an artifact. */
function pathInTree(
  { source, path }: ReconciledKustomization,
  root: string,
  state: ClusterState,
): string | undefined {
  const folder = path === '.' ? '' : path;
  if (source === root) return folder;
  const generators = state.kustomizations.flatMap(({ objects }) =>
    objects.map(({ manifest }) => manifest).filter(({ kind }) => kind === 'ArtifactGenerator'),
  );
  for (const generator of generators) {
    const { namespace = '' } = generator.metadata;
    const { sources, artifacts } = listsOf(generator);
    const own = sources.filter(
      ({ kind, name, namespace: other = namespace }) => [kind, other, name].join('/') === root,
    );
    for (const { name, copy } of artifacts) {
      if (source !== `ExternalArtifact/${namespace}/${String(name)}` || !isList(copy)) continue;
      for (const { alias } of own) {
        const found = copiedFrom(copy.filter(isMap), String(alias), folder);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function listsOf({ spec }: Manifest): { sources: Fields[]; artifacts: Fields[] } {
  const lists = isMap(spec) ? spec : {};
  const maps = (value: unknown): Fields[] => (isList(value) ? value.filter(isMap) : []);
  return { sources: maps(lists['sources']), artifacts: maps(lists['artifacts']) };
}

/** The folder that the last copy of whole folders takes an artifact's folder from. */
function copiedFrom(copies: readonly Fields[], alias: string, folder: string): string | undefined {
  for (const { from, to } of copies.toReversed()) {
    const source = /^@([^/]+)\/(.*?)\/?\*\*$/.exec(String(from));
    const target = /^@artifact\/?(.*?)\/?$/.exec(String(to))?.[1];
    if (source?.[1] !== alias || source[2] === undefined || target === undefined) continue;
    const below = target === '' ? folder : isBelow(folder, target);
    if (below !== undefined) return joinPath(source[2], below);
  }
  return undefined;
}

function isBelow(folder: string, other: string): string | undefined {
  if (folder === other) return '';
  return folder.startsWith(`${other}/`) ? folder.slice(other.length + 1) : undefined;
}
