import type { Unavailable } from '../../reconcile/helm/index.ts';
import { digestOf } from './digest.ts';
import type { OciRepository, Registry, RegistryAnswer } from './registry.ts';

/** Answers to a push are short. */
const limit = 1 << 20;
const binary = { 'content-type': 'application/octet-stream' };

/**
 * Puts a content into a repository, unless it is there (opencontainers/distribution-spec v1.1, Pushing
 * blobs). Until a manifest names it, it means nothing to anybody.
 */
export async function pushBlob(
  registry: Registry,
  repository: OciRepository,
  content: Uint8Array,
): Promise<Unavailable | undefined> {
  const digest = digestOf(content);
  const asked = { path: `blobs/${digest}`, method: 'HEAD', limit } as const;
  const known = await registry.send(repository, asked);
  if ('unavailable' in known) return known;
  if (known.status === 200) return undefined;
  const begun = { path: 'blobs/uploads/', method: 'POST', limit } as const;
  const upload = await registry.send(repository, begun);
  if ('unavailable' in upload) return upload;
  const location = upload.headers.get('location');
  if (upload.status !== 202 || location === null) return refused(repository, upload);
  const { host, insecure } = repository;
  const url = new URL(location, `${insecure ? 'http' : 'https'}://${host}`);
  url.searchParams.set('digest', digest);
  const sent = { path: url.href, method: 'PUT', headers: binary, body: content, limit } as const;
  const done = await registry.send(repository, sent);
  if ('unavailable' in done) return done;
  return done.status === 201 ? undefined : refused(repository, done);
}

/** Puts a manifest under a tag or its digest. What a tag named before stays, under its digest. */
export async function pushManifest(
  registry: Registry,
  repository: OciRepository,
  reference: string,
  content: Uint8Array,
): Promise<Unavailable | undefined> {
  const headers = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };
  const path = `manifests/${reference}`;
  const done = await registry.send(repository, {
    path,
    method: 'PUT',
    headers,
    body: content,
    limit,
  });
  if ('unavailable' in done) return done;
  return done.status === 201 ? undefined : refused(repository, done);
}

/** With the reason, where the registry gives one (distribution-spec, Error Codes). */
function refused({ host, name }: OciRepository, { status, body }: RegistryAnswer): Unavailable {
  const said = /"message"\s*:\s*"([^"]{1,200})"/.exec(new TextDecoder().decode(body))?.[1];
  const reason = said === undefined ? '' : `: ${said}`;
  return { unavailable: `${host}/${name} answers ${status} to what is pushed${reason}` };
}
