import type { Unavailable } from '../../reconcile/helm/index.ts';
import { digestOf, isDigest } from './digest.ts';
import type { Downloaded, DownloadOptions, Web } from './download.ts';

/** A repository in an OCI registry. */
export interface OciRepository {
  readonly host: string;
  readonly name: string;
  /** Whether it speaks plain HTTP. */
  readonly insecure: boolean;
}

/** A blob of a manifest. */
export interface Layer {
  readonly mediaType: string;
  readonly digest: string;
}

/** A manifest: the digest by which it is known, its layers and what it says of itself. */
export interface OciManifest {
  readonly digest: string;
  readonly layers: readonly Layer[];
  readonly annotations: Readonly<Record<string, string>>;
}

/** What is asked of a registry. */
export interface RegistryRequest extends DownloadOptions {
  /** Below the repository: `manifests/latest`. Or an address that the registry gave. */
  readonly path: string;
}

/** An answer, whatever its status. */
export type RegistryAnswer = Exclude<Downloaded, Unavailable>;

/** `user:password` in base64, for a registry's host. */
export type CredentialsOf = (host: string) => string | undefined;

const limits = { manifest: 4 << 20, blob: 100 << 20, tags: 4 << 20, pages: 100 };
const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

/** Hosts that are taken to speak plain HTTP (go-containerregistry v0.21.5, pkg/name/registry.go). */
const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/;

/** Reads `oci://HOST/NAME`; the registry of Docker has two hosts. */
export function readOciUrl(url: string, insecure: boolean): OciRepository | undefined {
  const [, host = '', name = ''] = /^oci:\/\/([^/@\s]+)\/([^@:\s]+?)\/*$/.exec(url) ?? [];
  if (host === '' || name === '') return undefined;
  return {
    host: host === 'docker.io' ? 'registry-1.docker.io' : host,
    name,
    insecure: insecure || loopback.test(host),
  };
}

/**
 * The part of the OCI distribution API that pulls need (opencontainers/distribution-spec v1.1),
 * with the tokens that registries ask for, also of strangers.
 */
export class Registry {
  readonly #web: Web;
  readonly #credentialsOf: CredentialsOf;
  readonly #tokens = new Map<string, Promise<string | undefined>>();

  constructor(web: Web, credentialsOf: CredentialsOf) {
    this.#web = web;
    this.#credentialsOf = credentialsOf;
  }

  async tags(repository: OciRepository): Promise<readonly string[] | Unavailable> {
    const tags: string[] = [];
    let path: string | undefined = 'tags/list?n=1000';
    for (let page = 0; path !== undefined && page < limits.pages; page += 1) {
      const answer: Downloaded | Unavailable = await this.#get(repository, path, {}, limits.tags);
      if ('unavailable' in answer) return answer;
      const body = readJson(answer.body) as { tags?: unknown } | undefined;
      if (Array.isArray(body?.tags))
        tags.push(...body.tags.filter((tag) => typeof tag === 'string'));
      path = /[?&]([^>]*)>\s*;\s*rel="?next"?/.exec(answer.headers.get('link') ?? '')?.[1];
      if (path !== undefined) path = `tags/list?${path}`;
    }
    return tags;
  }

  /** The manifest that a tag names, or undefined where there is none. */
  async find(
    repository: OciRepository,
    tag: string,
  ): Promise<OciManifest | Unavailable | undefined> {
    const path = `manifests/${tag}`;
    const { manifest: limit } = limits;
    const asked = { path, headers: { accept: manifestTypes }, method: 'HEAD', limit } as const;
    const answer = await this.send(repository, asked);
    if (!('unavailable' in answer) && answer.status === 404) return undefined;
    return this.manifest(repository, tag);
  }

  /** @param reference a tag or a digest; an index leads to its first manifest */
  async manifest(repository: OciRepository, reference: string): Promise<OciManifest | Unavailable> {
    const accept = { accept: manifestTypes };
    const answer = await this.#get(repository, `manifests/${reference}`, accept, limits.manifest);
    if ('unavailable' in answer) return answer;
    const digest = digestOf(answer.body);
    if (isDigest(reference) && digest !== reference) return mismatch(repository, reference);
    const {
      layers,
      manifests,
      annotations = {},
    } = (readJson(answer.body) ?? {}) as {
      layers?: readonly Layer[];
      manifests?: readonly Layer[];
      annotations?: Readonly<Record<string, string>>;
    };
    const [first] = manifests ?? [];
    if (first !== undefined && isDigest(first.digest)) {
      const inner = await this.manifest(repository, first.digest);
      return 'unavailable' in inner ? inner : { ...inner, digest };
    }
    const valid = (layers ?? []).filter((layer) => isDigest(layer.digest));
    return { digest, layers: valid, annotations };
  }

  async blob(repository: OciRepository, digest: string): Promise<Uint8Array | Unavailable> {
    const answer = await this.#get(repository, `blobs/${digest}`, {}, limits.blob);
    if ('unavailable' in answer) return answer;
    return digestOf(answer.body) === digest ? answer.body : mismatch(repository, digest);
  }

  /**
   * Asks for something, and again with a token where the registry wants one. A server that is not the
   * registry, to which it may lead, gets none.
   */
  async send(
    repository: OciRepository,
    { path, headers = {}, ...options }: RegistryRequest,
  ): Promise<RegistryAnswer | Unavailable> {
    const { host, name, insecure } = repository;
    const base = new URL(`${insecure ? 'http' : 'https'}://${host}/v2/${name}/`);
    const url = new URL(path, base);
    const ask = (token: string | undefined): Promise<Downloaded> =>
      this.#web.download(url.href, { ...options, headers: { ...headers, ...bearer(token) } });
    if (url.origin !== base.origin) return ask(undefined);
    const key = `${host}/${name}`;
    const first = await ask(await this.#tokens.get(key));
    const answer =
      'unavailable' in first || first.status !== 401
        ? first
        : await ask(await this.#renew(key, repository, first.headers));
    if ('unavailable' in answer) return answer;
    if (answer.status === 401 || answer.status === 403) {
      return {
        unavailable: `${host}/${name} asks for credentials`,
        hint: `Log in with: docker login ${host}`,
      };
    }
    return answer;
  }

  async #get(
    repository: OciRepository,
    path: string,
    headers: Readonly<Record<string, string>>,
    limit: number,
  ): Promise<RegistryAnswer | Unavailable> {
    const answer = await this.send(repository, { path, headers, limit });
    if ('unavailable' in answer || answer.status === 200) return answer;
    const { host, name } = repository;
    return { unavailable: `${host}/${name} answers ${answer.status} for ${path}` };
  }

  #renew(key: string, repository: OciRepository, headers: Headers): Promise<string | undefined> {
    const token = this.#authorize(repository, headers.get('www-authenticate') ?? '');
    this.#tokens.set(key, token);
    return token;
  }

  /** What to authorize with (distribution, docs/spec/auth/token.md). */
  async #authorize(
    { host, name, insecure }: OciRepository,
    challenge: string,
  ): Promise<string | undefined> {
    const credentials = this.#credentialsOf(host);
    const basic = credentials === undefined ? undefined : `Basic ${credentials}`;
    if (!/^bearer /i.test(challenge)) return basic;
    const parameter = (key: string): string | undefined =>
      new RegExp(`${key}="([^"]*)"`).exec(challenge)?.[1];
    const realm = parameter('realm');
    // A realm is chosen by the server: credentials go over HTTPS, or where the registry has none.
    if (realm === undefined || !(insecure || realm.startsWith('https://'))) return undefined;
    const url = new URL(realm);
    const service = parameter('service');
    if (service !== undefined) url.searchParams.set('service', service);
    url.searchParams.set('scope', parameter('scope') ?? `repository:${name}:pull`);
    const headers = basic === undefined ? {} : { authorization: basic };
    const answer = await this.#web.download(url.href, { headers, limit: limits.manifest });
    if ('unavailable' in answer || answer.status !== 200) return undefined;
    const { token, access_token: access } = (readJson(answer.body) ?? {}) as Record<
      string,
      unknown
    >;
    const text = typeof token === 'string' ? token : access;
    return typeof text === 'string' ? `Bearer ${text}` : undefined;
  }
}

function bearer(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: token };
}

function mismatch({ host, name }: OciRepository, digest: string): Unavailable {
  return { unavailable: `${host}/${name} gives something else than ${digest}` };
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as unknown;
  } catch {
    return undefined;
  }
}
