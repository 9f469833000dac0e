import { createHash } from 'node:crypto';

const longestName = 53;
const hashLength = 12;

/** What a HelmRelease says of its release's name. */
export interface ReleaseNaming {
  /** The name of the object. */
  readonly name: string;
  readonly releaseName?: string | undefined;
  readonly targetNamespace?: string | undefined;
}

/**
 * The name of a release in Helm: `<targetNamespace>-<name>` unless it is given (helm-controller
 * v1.6.4, api/v2/helmrelease_types.go), and of 53 characters at most (internal/release/name.go).
 */
export function releaseNameOf({ name, releaseName, targetNamespace }: ReleaseNaming): string {
  const composed = isSet(targetNamespace) ? `${targetNamespace}-${name}` : name;
  return shorten(isSet(releaseName) ? releaseName : composed);
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function shorten(name: string): string {
  // Go counts and cuts bytes; names of Kubernetes are ASCII.
  if (name.length <= longestName) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, hashLength);
  return `${name.slice(0, longestName - hashLength - 1)}-${hash}`;
}
