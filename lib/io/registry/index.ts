/** Registries of OCI: what is pulled from one, and pushed to it; and archives in memory. */
export { type Files, unpack } from './archive.ts';
export { dockerCredentials } from './credentials.ts';
export { digestOf, isDigest } from './digest.ts';
export { type Downloaded, Web, withoutCredentials } from './download.ts';
export { pack } from './pack.ts';
export { pushBlob, pushManifest } from './push.ts';
export {
  type CredentialsOf,
  type OciManifest,
  type OciRepository,
  readOciUrl,
  Registry,
} from './registry.ts';
