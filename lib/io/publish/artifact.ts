import type { Origin } from '../../publish/index.ts';
import { digestOf } from '../registry/index.ts';

/** Media types of Flux's artifacts (fluxcd/pkg/oci v0.70.0, globals.go). */
export const contentType = 'application/vnd.cncf.flux.content.v1.tar+gzip';
const configType = 'application/vnd.cncf.flux.config.v1+json';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** What an artifact says of the program that it was made from. */
export interface ArtifactFacts {
  readonly origin: Origin;
  /** When that commit was made, as RFC 3339 has it: the artifact is as old as its source. */
  readonly created: string;
  /** Where the program is kept. */
  readonly source: string | undefined;
}

/** The parts of an artifact beside its content. */
export interface Artifact {
  readonly config: Uint8Array;
  readonly manifest: Uint8Array;
  readonly digest: string;
}

/**
 * The manifest of an artifact as `flux push artifact` makes it (fluxcd/pkg/oci v0.70.0, push.go,
 * meta.go): Flux shows the revision as that of what it applies.
 */
export function artifactOf(
  layer: Uint8Array,
  { origin, created, source }: ArtifactFacts,
  more: Readonly<Record<string, string>>,
): Artifact {
  const config = encode({
    architecture: '',
    created,
    os: '',
    rootfs: { type: 'layers', diff_ids: [] },
    config: {},
  });
  const { branch, revision } = origin;
  const algorithm = revision.length === 40 ? 'sha1' : 'sha256';
  const manifest = encode({
    schemaVersion: 2,
    mediaType: manifestType,
    config: describe(configType, config),
    layers: [describe(contentType, layer)],
    annotations: {
      'org.opencontainers.image.created': created,
      'org.opencontainers.image.revision': `${branch}@${algorithm}:${revision}`,
      ...(source !== undefined && { 'org.opencontainers.image.source': source }),
      ...more,
    },
  });
  return { config, manifest, digest: digestOf(manifest) };
}

function describe(mediaType: string, content: Uint8Array) {
  return { mediaType, size: content.length, digest: digestOf(content) };
}

function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
