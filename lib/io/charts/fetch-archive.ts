import {
  type ChartOrigin,
  newestIn,
  readFullVersion,
  readRange,
  type Unavailable,
} from '../../reconcile/helm/index.ts';
import type { BuildCache } from '../../reconcile/ports.ts';
import {
  digestOf,
  type Downloaded,
  isDigest,
  type OciManifest,
  type OciRepository,
  readOciUrl,
  type Registry,
  type Web,
  withoutCredentials,
} from '../registry/index.ts';
import type { Blobs } from './blobs.ts';
import { entriesOf } from './repository-index.ts';

/** Where an archive lies in the network. */
export type RemoteOrigin = Exclude<ChartOrigin, { type: 'source' }>;

/** An archive that is in the store. */
export interface FetchedArchive {
  readonly blob: string;
  /** What an OCIRepository calls its revision: its tag, if any, and the digest of the manifest. */
  readonly tag?: string;
  readonly manifest?: string;
  /** The commit, for a Git repository. */
  readonly commit?: string;
}

/** What fetching needs. */
export interface Store {
  readonly web: Web;
  /** The indexes of chart repositories by address: each has the charts of many releases. */
  readonly indexes: Map<string, Promise<Downloaded>>;
  readonly blobs: Blobs;
  /** Which archive an origin led to the last time. */
  readonly references: BuildCache;
  readonly registry: Registry;
  readonly offline: boolean;
}

const limits = { index: 50 << 20, archive: 100 << 20 };
const helmLayer = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/**
 * The archive of an origin. One that names a single version or digest is fetched once; a range or a
 * tag such as `latest` is asked again each time, unless offline.
 */
export function fetchArchive(
  origin: RemoteOrigin,
  store: Store,
): Promise<FetchedArchive | Unavailable> {
  const asked = {
    key: JSON.stringify(origin),
    what: printOrigin(origin),
    isPinned: isPinned(origin),
  };
  return fetchOnce(asked, store, () => fetchFrom(origin, store));
}

/** What is asked for: in whole, as people write it, and whether it always is the same. */
export interface Asked {
  readonly key: string;
  readonly what: string;
  readonly isPinned: boolean;
}

/** What was fetched before, where that will do; else what is fetched now, unless offline. */
export async function fetchOnce(
  { key, what, isPinned }: Asked,
  { blobs, references, offline }: Store,
  fetch: () => Promise<FetchedArchive | Unavailable>,
): Promise<FetchedArchive | Unavailable> {
  const hash = digestOf(key).replace('sha256:', '');
  const known = references.get(hash);
  if (known !== undefined && (offline || isPinned)) {
    const archive = JSON.parse(known) as FetchedArchive;
    if (blobs.get(archive.blob) !== undefined) return archive;
  }
  if (offline) {
    return {
      unavailable: `${what} was not pulled before, and --offline forbids it now`,
      hint: 'Run once without --offline, or give a folder in its place: --source NAME=DIR.',
    };
  }
  const archive = await fetch();
  if (!('unavailable' in archive)) references.set(hash, JSON.stringify(archive));
  return archive;
}

function isPinned(origin: RemoteOrigin): boolean {
  if (origin.type !== 'artifact') return readFullVersion(origin.version) !== undefined;
  const { digest, semver, tag = '' } = origin.reference;
  return digest !== undefined || (semver === undefined && readFullVersion(tag) !== undefined);
}

function fetchFrom(origin: RemoteOrigin, store: Store): Promise<FetchedArchive | Unavailable> {
  switch (origin.type) {
    case 'http':
      return fetchFromIndex(origin, store);
    case 'registry':
      return fetchFromRegistry(origin, store);
    case 'artifact':
      return fetchArtifact(origin, store);
  }
}

async function fetchFromIndex(
  { url, name, version }: Extract<RemoteOrigin, { type: 'http' }>,
  { web, indexes, blobs }: Store,
): Promise<FetchedArchive | Unavailable> {
  const base = url.replace(/\/*$/, '/');
  const asked = indexes.get(base) ?? web.download(`${base}index.yaml`, { limit: limits.index });
  indexes.set(base, asked);
  const index = await asked;
  if ('unavailable' in index) return index;
  const shown = withoutCredentials(url);
  if (index.status !== 200)
    return { unavailable: `${shown} answers ${index.status} for its index.yaml` };
  const entries = entriesOf(new TextDecoder().decode(index.body), name);
  if (entries === undefined) return { unavailable: `the index.yaml of ${shown} cannot be read` };
  const newest = newestIn(
    version,
    entries.map((each) => each.version),
  );
  const entry = entries.find((each) => each.version === newest);
  if (entry === undefined) return { unavailable: `${shown} has no ${name} ${version}` };
  const archive = await web.download(new URL(entry.url, base).href, { limit: limits.archive });
  if ('unavailable' in archive) return archive;
  if (archive.status !== 200) {
    return { unavailable: `${shown} answers ${archive.status} for ${name} ${entry.version}` };
  }
  if (entry.digest !== undefined && digestOf(archive.body) !== entry.digest) {
    return { unavailable: `${name} ${entry.version} of ${shown} is not what its index.yaml says` };
  }
  return { blob: blobs.set(archive.body) };
}

async function fetchFromRegistry(
  origin: Extract<RemoteOrigin, { type: 'registry' }>,
  { blobs, registry }: Store,
): Promise<FetchedArchive | Unavailable> {
  const { url, name, version, insecure } = origin;
  const repository = readOciUrl(`${url.replace(/\/*$/, '')}/${name}`, insecure);
  if (repository === undefined)
    return { unavailable: `${withoutCredentials(url)} is no address of a registry` };
  // Tags cannot hold `+`, so Helm writes `_` (helm v4.3.1, pkg/registry).
  let tag = version.replaceAll('+', '_');
  if (readFullVersion(version) === undefined) {
    const tags = await registry.tags(repository);
    if ('unavailable' in tags) return tags;
    const newest = newestIn(
      version,
      tags.map((each) => each.replaceAll('_', '+')),
    );
    if (newest === undefined) return { unavailable: `${printOrigin(origin)} matches no tag` };
    tag = newest.replaceAll('+', '_');
  }
  const manifest = await registry.manifest(repository, tag);
  return 'unavailable' in manifest
    ? manifest
    : fetchLayer(repository, manifest, helmLayer, blobs, registry);
}

async function fetchArtifact(
  origin: Extract<RemoteOrigin, { type: 'artifact' }>,
  { blobs, registry }: Store,
): Promise<FetchedArchive | Unavailable> {
  const { url, reference, mediaType, insecure } = origin;
  const repository = readOciUrl(url, insecure);
  if (repository === undefined)
    return { unavailable: `${withoutCredentials(url)} is no address of a registry` };
  const { digest } = reference;
  if (digest !== undefined && !isDigest(digest))
    return { unavailable: `${printOrigin(origin)} is no digest` };
  const tag = digest === undefined ? await tagOf(repository, origin, registry) : undefined;
  if (typeof tag === 'object') return tag;
  const manifest = await registry.manifest(repository, digest ?? tag ?? '');
  if ('unavailable' in manifest) return manifest;
  const archive = await fetchLayer(repository, manifest, mediaType, blobs, registry);
  if ('unavailable' in archive) return archive;
  return { ...archive, manifest: manifest.digest, ...(tag !== undefined && { tag }) };
}

/** source-controller v1.9.5, ocirepository_controller.go, getTagBySemver. */
async function tagOf(
  repository: OciRepository,
  {
    url,
    reference: { semver, semverFilter, tag },
    mediaType,
  }: Extract<RemoteOrigin, { type: 'artifact' }>,
  registry: Registry,
): Promise<string | Unavailable> {
  if (semver === undefined || semver === '') return tag ?? 'latest';
  const tags = await registry.tags(repository);
  if ('unavailable' in tags) return tags;
  const isChart = mediaType === helmLayer;
  const filter = filterOf(semverFilter);
  const isRange = readRange(semver) !== undefined;
  if (filter === undefined || !isRange)
    return { unavailable: `the range or filter of ${url} cannot be read` };
  const versions = tags
    .filter((each) => filter.test(each))
    .map((each) => (isChart ? each.replaceAll('_', '+') : each));
  const newest = newestIn(semver, versions);
  if (newest === undefined)
    return { unavailable: `no tag of ${withoutCredentials(url)} is in ${semver}` };
  return isChart ? newest.replaceAll('+', '_') : newest;
}

function filterOf(pattern = ''): RegExp | undefined {
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}

async function fetchLayer(
  repository: OciRepository,
  { layers }: OciManifest,
  mediaType: string | undefined,
  blobs: Blobs,
  registry: Registry,
): Promise<FetchedArchive | Unavailable> {
  const layer =
    mediaType === undefined ? layers[0] : layers.find((each) => each.mediaType === mediaType);
  if (layer === undefined) {
    return {
      unavailable:
        `${repository.host}/${repository.name} has no layer ${mediaType ?? ''}`.trimEnd(),
    };
  }
  // Different tags often lead to one blob.
  if (blobs.get(layer.digest) !== undefined) return { blob: layer.digest };
  const content = await registry.blob(repository, layer.digest);
  return 'unavailable' in content ? content : { blob: blobs.set(content) };
}

/** An origin as people write it. */
function printOrigin(origin: RemoteOrigin): string {
  const url = withoutCredentials(origin.url);
  if (origin.type !== 'artifact')
    return `${url.replace(/\/*$/, '')}/${origin.name} ${origin.version}`;
  const { digest, semver, tag } = origin.reference;
  return `${url} ${digest ?? semver ?? tag ?? 'latest'}`;
}
