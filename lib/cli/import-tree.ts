import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorAt } from '../core/index.ts';
import { openRepository, workingTree } from '../io/git/index.ts';
import { diskTree, memoryTree } from '../io/reconcile/index.ts';
import { filesOf } from '../import/index.ts';
import { emitYaml, type Manifest, scopeOf } from '../kubernetes/index.ts';
import { clusterEntries, type ClusterEntry, findEntries, type Tree } from '../reconcile/index.ts';
import type { Build } from './import-flux.ts';

/** What is to be imported. */
export interface OpenedImport {
  readonly tree: Tree;
  readonly entries: readonly ClusterEntry[];
  /** Whether Flux applies it; else it is one app, with an entry that was made up. */
  readonly isFlux: boolean;
  /** The folder on disk that the tree is. */
  readonly root: string;
  /** The only Kustomizations to import. Default: all */
  readonly only?: readonly string[];
}

/** The made-up Kustomization that applies what no Flux applies. */
const entry = '.sluice-entry';

/** Opens a repository of Flux, or a folder or a file as if Flux applied it. */
export async function openImport(
  name: string,
  cluster: string | undefined,
  build: Build,
): Promise<OpenedImport> {
  const directory = path.resolve(name);
  if (!existsSync(directory)) throw usage(`there is no ${name}`);
  if (statSync(directory).isFile()) {
    const folder = path.dirname(directory);
    const file = path.basename(directory);
    const tree = memoryTree(new Map([[`app/${file}`, diskTree(folder).read(file)]]));
    const app = path.basename(file, path.extname(file));
    return applied(tree, 'app', app, folder, build);
  }
  const tree = (await workingTree(directory)) ?? diskTree(directory);
  if (cluster !== undefined || findEntries(tree).length > 0) {
    return { tree, entries: clusterEntries([tree], cluster), isFlux: true, root: directory };
  }
  const top = (await openRepository(directory))?.root ?? topOutsideGit(directory);
  const above = (await workingTree(top)) ?? diskTree(top);
  const folder = path.relative(top, directory).split(path.sep).join('/');
  const app = path.basename(directory);
  if (folder !== '') return applied(above, folder, app, top, build);
  // An app is a folder of a repository, never all of it.
  const below = [...filesOf(above)].map(([file, content]) => [`app/${file}`, content] as const);
  return applied(memoryTree(new Map(below)), 'app', app, top, build);
}

/** A kustomization.yaml may name folders beside its own, but nobody means what lies above where they work. */
function topOutsideGit(directory: string): string {
  const cwd = process.cwd();
  return directory.startsWith(`${cwd}${path.sep}`) ? cwd : directory;
}

async function applied(
  tree: Tree,
  folder: string,
  app: string,
  root: string,
  build: Build,
): Promise<OpenedImport> {
  const built = await build(tree, { path: folder });
  if (typeof built === 'string') throw usage(`${folder || '.'} cannot be built: ${built}`);
  if (built.length === 0) throw usage(`${app} has no manifests, and no Flux begins in it`);
  const name =
    app
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'app';
  const files = filesOf(tree);
  files.set(`${entry}/app.yaml`, new TextEncoder().encode(kustomization(name, folder, built)));
  const entries = [{ name: 'imported', entry }];
  return { tree: memoryTree(files), entries, isFlux: false, root, only: [name] };
}

function kustomization(name: string, folder: string, objects: readonly Manifest[]): string {
  const lacksNamespace = objects.some(
    ({ apiVersion, kind, metadata }) =>
      metadata.namespace === undefined && scopeOf(apiVersion, kind) === 'namespaced',
  );
  return emitYaml({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: 'flux-system' },
    spec: {
      interval: '1h',
      path: `./${folder}`,
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'flux-system' },
      ...(lacksNamespace && { targetNamespace: 'default' }),
    },
  });
}

function usage(message: string): DiagnosticError {
  return new DiagnosticError([errorAt('usage', {}, message)]);
}
