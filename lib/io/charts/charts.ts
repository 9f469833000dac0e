import { join } from 'node:path';
import type {
  ChartOrigin,
  ChartRequest,
  PulledChart,
  Refused,
  SourceReference,
  SourceTree,
  Unavailable,
} from '../../reconcile/helm/index.ts';
import type { BuildCache } from '../../reconcile/ports.ts';
import type { Charts as ChartPorts } from '../../reconcile/releases.ts';
import type { Tree } from '../../reconcile/tree.ts';
import { folderOfBlobs } from './blobs.ts';
import {
  type Chart,
  type ChartTraits,
  chartOfArchive,
  hashChart,
  traitsOf,
  withMetadata,
  withValuesFiles,
} from './chart-files.ts';
import {
  type FetchedArchive,
  fetchArchive,
  fetchOnce,
  type RemoteOrigin,
  type Store,
} from './fetch-archive.ts';
import { fetchCommit, isPinned } from './git.ts';
import type { Helm } from './helm.ts';
import { memoryTree } from '../reconcile/index.ts';
import type { GitRepositorySpec } from '../../flux/index.ts';
import type { Manifest } from '../../kubernetes/index.ts';
import { artifactOf } from '../../reconcile/helm/chart.ts';
import { chartInTree, pathInMapped } from './local-chart.ts';
import {
  digestOf,
  dockerCredentials,
  Registry,
  unpack,
  Web,
  withoutCredentials,
} from '../registry/index.ts';
import { type Loaded, renderChart, type Renderer } from './render.ts';
import { revisionMetadata } from './revision.ts';

export interface ChartSettings {
  readonly helm: Helm | undefined;
  /** Where charts are kept. */
  readonly directory: string;
  /** What is known of charts and references, by what it was learned from. */
  readonly cache: BuildCache;
  readonly offline: boolean;
  /** Folders that stand in for sources: by name, `namespace/name` or `kind/namespace/name`. */
  readonly mapped: ReadonlyMap<string, Tree>;
  readonly env: NodeJS.ProcessEnv;
}

/** Pulls and renders charts: the ports of the offline helm-controller. */
export class Charts implements ChartPorts {
  readonly #settings: ChartSettings;
  readonly #store: Store;
  readonly #fetched = new Map<string, Promise<FetchedArchive | Unavailable>>();
  readonly #loaded = new Map<string, Loaded>();
  readonly #running: Renderer['running'] = new Map();
  #lastGit: Promise<unknown> = Promise.resolve();

  constructor(settings: ChartSettings) {
    this.#settings = settings;
    const web = new Web();
    this.#store = {
      web,
      indexes: new Map(),
      blobs: folderOfBlobs(join(settings.directory, 'blobs')),
      references: settings.cache,
      registry: new Registry(web, dockerCredentials(settings.env)),
      offline: settings.offline,
    };
  }

  async pull(
    request: ChartRequest,
    source?: SourceTree,
  ): Promise<PulledChart | Unavailable | Refused> {
    const { origin } = request;
    const mapped = this.#mappedTo(request.source);
    if (mapped !== undefined) {
      const path = origin.type === 'source' ? origin.path : pathInMapped(mapped, nameOf(origin));
      return this.#pullFrom({ tree: mapped }, path, request);
    }
    if (origin.type === 'source') {
      if (source === undefined) return { unavailable: 'its source is not at hand' };
      return this.#pullFrom(source, normalize(origin.path), request);
    }
    const archive = await this.#fetch(origin);
    if (!('unavailable' in archive)) return this.#pullArchive(archive, request);
    if (!request.needsCredentials) return archive;
    const { kind, namespace, name } = request.source;
    return {
      ...archive,
      unavailable: `${archive.unavailable} (${kind} ${namespace}/${name} has credentials in the cluster)`,
    };
  }

  /**
   * The files of an OCIRepository or a GitRepository, as they are before anything is ignored. A
   * folder that stands in for the source is for who asks to look up.
   */
  readonly pullSource: ChartPorts['pullSource'] = async (manifest) => {
    const { kind, metadata } = manifest;
    const archive = await this.#fetchSource(manifest);
    if ('unavailable' in archive) return archive;
    const files = unpack(this.#store.blobs.get(archive.blob) ?? new Uint8Array());
    if (typeof files === 'string') {
      return {
        unavailable: `${kind} ${metadata.namespace ?? ''}/${metadata.name} is no archive: ${files}`,
      };
    }
    const revision = archive.commit ?? archive.manifest;
    return { tree: memoryTree(files), ...(revision !== undefined && { revision }) };
  };

  #fetchSource(manifest: Manifest): Promise<FetchedArchive | Unavailable> {
    if (manifest.kind === 'OCIRepository') return this.#fetch(artifactOf(manifest));
    const spec = (manifest['spec'] ?? {}) as unknown as Partial<GitRepositorySpec>;
    const { url, ref = {}, recurseSubmodules = false } = spec;
    if (manifest.kind !== 'GitRepository' || url === undefined) {
      return Promise.resolve({ unavailable: `a ${manifest.kind} cannot be pulled` });
    }
    if (recurseSubmodules) {
      const unavailable = `${withoutCredentials(url)} has submodules, which are not fetched here`;
      return Promise.resolve({ unavailable });
    }
    const key = JSON.stringify(['git', url, ref]);
    const asked = { key, what: withoutCredentials(url), isPinned: isPinned(ref) };
    const { env, directory } = this.#settings;
    const fetch = (): Promise<FetchedArchive | Unavailable> =>
      fetchCommit(url, ref, join(directory, 'git'), this.#store.blobs, env);
    // One at a time: those of one repository would lock each other out.
    const known =
      this.#fetched.get(key) ?? this.#lastGit.then(() => fetchOnce(asked, this.#store, fetch));
    this.#fetched.set(key, known);
    this.#lastGit = known;
    return known;
  }

  readonly render: ChartPorts['render'] = async (request, cache) => {
    const loaded = this.#loaded.get(request.chart.digest);
    if (loaded === undefined) return { unavailable: 'its chart was not pulled' };
    const { helm } = this.#settings;
    return renderChart(loaded, request, { helm, cache, running: this.#running });
  };

  #mappedTo({ kind, namespace, name }: SourceReference): Tree | undefined {
    const { mapped } = this.#settings;
    return (
      mapped.get(`${kind}/${namespace}/${name}`) ??
      mapped.get(`${namespace}/${name}`) ??
      mapped.get(name)
    );
  }

  #fetch(origin: RemoteOrigin): Promise<FetchedArchive | Unavailable> {
    const key = JSON.stringify(origin);
    const known = this.#fetched.get(key) ?? fetchArchive(origin, this.#store);
    this.#fetched.set(key, known);
    return known;
  }

  /** What is known of an archive is kept, so that it is unpacked only to be rendered. */
  #pullArchive(archive: FetchedArchive, request: ChartRequest): PulledChart | Refused {
    const { valuesFiles, ignoreMissingValuesFiles } = request;
    const load = (): Chart | string => {
      const content = this.#store.blobs.get(archive.blob);
      const files = content === undefined ? 'it is no longer in the cache' : unpack(content);
      const chart = typeof files === 'string' ? files : chartOfArchive(files);
      if (typeof chart === 'string') return chart;
      const marked = revisionMetadata(chart, archive);
      if (typeof marked === 'string' || valuesFiles.length === 0) return marked;
      const read = (path: string): Uint8Array | undefined => chart.files.get(normalize(path));
      return withValues(marked, valuesFiles, read, ignoreMissingValuesFiles);
    };
    const digest = digestOf(JSON.stringify([archive, valuesFiles, ignoreMissingValuesFiles]));
    const key = digestOf(`facts ${digest}`).replace('sha256:', '');
    const known = this.#settings.cache.get(key);
    if (known !== undefined) return this.#remember(JSON.parse(known) as Facts, digest, load);
    const chart = load();
    if (typeof chart === 'string') return { problem: `its chart cannot be read: ${chart}` };
    const facts: Facts = { name: chart.name, version: chart.version, traits: traitsOf(chart) };
    this.#settings.cache.set(key, JSON.stringify(facts));
    return this.#remember(facts, digest, () => chart);
  }

  async #pullFrom(
    { tree, revision }: SourceTree,
    path: string,
    { origin, valuesFiles, ignoreMissingValuesFiles }: ChartRequest,
  ): Promise<PulledChart | Unavailable | Refused> {
    const found = await chartInTree(tree, path, async (dependency) => {
      const archive = await this.#fetch(dependency);
      if ('unavailable' in archive) return archive;
      const files = unpack(this.#store.blobs.get(archive.blob) ?? new Uint8Array());
      return typeof files === 'string' ? files : chartOfArchive(files);
    });
    if (typeof found === 'string') return { problem: found };
    if ('unavailable' in found) return found;
    const byRevision = origin.type === 'source' && origin.byRevision && revision !== undefined;
    const marked = byRevision ? withMetadata(found, revision.slice(0, 12)) : found;
    const read = (file: string): Uint8Array | undefined => {
      const normal = normalize(file);
      return tree.list(folderOf(normal))?.get(normal.slice(normal.lastIndexOf('/') + 1)) === 'file'
        ? tree.read(normal)
        : undefined;
    };
    const chart =
      valuesFiles.length === 0
        ? marked
        : withValues(marked, valuesFiles, read, ignoreMissingValuesFiles);
    if (typeof chart === 'string') return { problem: `its chart cannot be read: ${chart}` };
    const facts: Facts = { name: chart.name, version: chart.version, traits: traitsOf(chart) };
    return this.#remember(facts, hashChart(chart), () => chart);
  }

  #remember({ name, version, traits }: Facts, digest: string, load: Loaded['load']): PulledChart {
    this.#loaded.set(digest, { traits, load });
    return { name, version, digest, asksForApis: traits.asksForApis };
  }
}

/** What is known of a chart without unpacking it. */
interface Facts {
  readonly name: string;
  readonly version: string;
  readonly traits: ChartTraits;
}

/** Behind `+` stands the generation of the HelmChart, which only the cluster knows: that of a new one. */
function withValues(
  chart: Chart,
  paths: readonly string[],
  read: (path: string) => Uint8Array | undefined,
  ignoreMissing: boolean,
): Chart | string {
  const [, metadata] = chart.version.split('+');
  const marked = withMetadata(chart, metadata === undefined ? '1' : `${metadata}.1`);
  return withValuesFiles(marked, paths, read, ignoreMissing);
}

function nameOf(origin: ChartOrigin): string | undefined {
  return 'name' in origin ? origin.name : undefined;
}

function normalize(path: string): string {
  return path.replace(/^(?:\.?\/)+|\/+$/g, '').replace(/^\.$/, '');
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
