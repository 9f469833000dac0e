import { DiagnosticError, errorAt } from '../../core/index.ts';
import { type OciRepository, readOciUrl } from '../registry/index.ts';

/** Where an artifact is: a tag of an OCI repository. */
export interface ArtifactAddress {
  readonly repository: OciRepository;
  readonly tag: string;
}

/** Whether an address is that of an OCI repository. */
export function isOciUrl(url: string): boolean {
  return url.startsWith('oci://');
}

/**
 * The address of an artifact, `oci://HOST/REPOSITORY[:TAG]`.
 *
 * @param branch the tag where the address has none; a `/` in it becomes a `-`
 * @throws DiagnosticError for what is no such address
 */
export function artifactAddress(url: string, branch: string): ArtifactAddress {
  if (/^oci:\/\/[^/]*@/.test(url)) throw usage('the address holds credentials');
  if (url.includes('@')) throw usage('a digest cannot be pushed to; name a tag');
  const [, place = '', tag = branch.replaceAll('/', '-')] = /^(.*?)(?::([^:/]*))?$/.exec(url) ?? [];
  const repository = readOciUrl(place, false);
  // Names and tags: opencontainers/distribution-spec v1.1, Pulling manifests.
  const isName = /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/;
  if (repository === undefined || !isName.test(repository.name)) {
    throw usage('an address is oci://HOST/REPOSITORY[:TAG]');
  }
  if (!/^\w[\w.-]{0,127}$/.test(tag)) throw usage(`${tag} is no tag`);
  return { repository, tag };
}

function usage(message: string): DiagnosticError {
  return new DiagnosticError([errorAt('usage', {}, `--repo: ${message}`)]);
}
