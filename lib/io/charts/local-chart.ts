import { type JsonObject, readYaml } from '../../kubernetes/index.ts';
import type { Unavailable } from '../../reconcile/helm/index.ts';
import { joinPath, kindOf, type Tree } from '../../reconcile/tree.ts';
import { type Files, unpack } from '../registry/index.ts';
import { type Chart, chartOfArchive, chartOfFiles } from './chart-files.ts';
import type { RemoteOrigin } from './fetch-archive.ts';

/** Fetches a dependency that is not vendored. */
export type FetchChart = (origin: RemoteOrigin) => Promise<Chart | Unavailable | string>;

/** A dependency of a chart, as Chart.yaml names it. */
interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
}

/** Deeper than charts nest, or they hold each other. */
const maxDepth = 10;

/**
 * A chart in a folder or an archive of a tree, with its dependencies: vendored ones, those in other
 * folders of the tree, and those of repositories (source-controller v1.9.5, internal/helm/chart).
 *
 * @returns why there is none: not here, or nowhere
 */
export async function chartInTree(
  tree: Tree,
  path: string,
  fetchChart: FetchChart,
  depth = 0,
): Promise<Chart | Unavailable | string> {
  const kind = kindOf(tree, path);
  if (kind === 'file') {
    const files = unpack(tree.read(path));
    return typeof files === 'string' ? `${path} is no chart: ${files}` : chartOfArchive(files);
  }
  if (kind !== 'folder') return `there is no ${path} in its source`;
  if (depth > maxDepth) return `${path} depends on itself`;
  const chart = chartOfFiles(filesBelow(tree, path));
  if (typeof chart === 'string') return `${path} is no chart: ${chart}`;
  const files = new Map(chart.files);
  for (const dependency of dependenciesOf(chart.files)) {
    if (isVendored(chart.files, dependency.name)) continue;
    const found = await findDependency(tree, path, dependency, fetchChart, depth);
    if (typeof found === 'string' || 'unavailable' in found) return found;
    for (const [file, content] of found.files)
      files.set(`charts/${dependency.name}/${file}`, content);
  }
  return { ...chart, files };
}

function filesBelow(tree: Tree, folder: string): Files {
  const files = new Map<string, Uint8Array>();
  const walk = (below: string): void => {
    const at = [folder, below].filter((part) => part !== '').join('/');
    for (const [name, kind] of tree.list(at) ?? []) {
      const inner = below === '' ? name : `${below}/${name}`;
      if (kind === 'folder') walk(inner);
      else if (kind === 'file') files.set(inner, tree.read(at === '' ? name : `${at}/${name}`));
    }
  };
  walk('');
  return files;
}

function dependenciesOf(files: Files): readonly Dependency[] {
  // Charts of apiVersion v1 have them in a file of their own.
  return ['Chart.yaml', 'requirements.yaml'].flatMap((file) => {
    const content = files.get(file);
    const read = readYaml(content === undefined ? '' : new TextDecoder().decode(content));
    const list = 'problem' in read ? [] : read.documents[0]?.['dependencies'];
    return (Array.isArray(list) ? (list as readonly JsonObject[]) : []).map((each) => ({
      name: textOf(each['name']),
      version: textOf(each['version']),
      repository: textOf(each['repository']),
    }));
  });
}

function isVendored(files: Files, name: string): boolean {
  return [...files.keys()].some(
    (path) =>
      path === `charts/${name}/Chart.yaml` ||
      (path.startsWith(`charts/${name}-`) && path.endsWith('.tgz')),
  );
}

async function findDependency(
  tree: Tree,
  folder: string,
  { name, version, repository }: Dependency,
  fetchChart: FetchChart,
  depth: number,
): Promise<Chart | Unavailable | string> {
  if (repository === '' || repository.startsWith('file://')) {
    const relative = repository === '' ? `charts/${name}` : repository.slice('file://'.length);
    const path = joinPath(folder, relative);
    if (path === undefined) return `its dependency ${name} is outside of its source`;
    return chartInTree(tree, path, fetchChart, depth + 1);
  }
  const type = repository.startsWith('oci://') ? 'registry' : 'http';
  const wanted = { url: repository, name, version };
  return fetchChart(type === 'http' ? { type, ...wanted } : { type, ...wanted, insecure: false });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Where a chart of a repository lies in a folder that stands in for the repository. */
export function pathInMapped(tree: Tree, name: string | undefined): string {
  const names = [...(tree.list('') ?? new Map<string, unknown>()).keys()];
  if (names.includes('Chart.yaml')) return '';
  if (name !== undefined && names.includes(name)) return name;
  const archive = names.find((each) => each.endsWith('.tgz') && each.startsWith(name ?? ''));
  return archive ?? name ?? '';
}
