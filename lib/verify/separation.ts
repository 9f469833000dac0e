import type { EnvironmentName } from '../constructs/index.ts';
import { formatObject, isMap, type Manifest, objectId, textAt } from '../kubernetes/index.ts';
import { hostsOf } from './hosts.ts';
import { sealedWith } from './sealed-with.ts';

/** An app in a cluster, and what it applies. */
export interface AppInstance {
  readonly cluster: string;
  readonly app: string;
  readonly environment: EnvironmentName;
  readonly objects: readonly InstanceObject[];
}

export interface InstanceObject {
  readonly manifest: Manifest;
  readonly file?: string;
}

/** What instances of different environments share. */
export interface Sharing {
  readonly what: 'namespace' | 'host' | 'secret';
  /** The namespace, the host, or the Secrets. */
  readonly name: string;
  /** Where it is used, `<cluster>/<app> (<environment>)`. */
  readonly by: readonly [string, string];
  /** A file of the second. */
  readonly file?: string;
}

interface Use extends Omit<Sharing, 'by'> {
  /** What makes two uses one. */
  readonly key: string;
}

/** Namespaces of Flux itself, where the objects of all environments meet. */
const shared = new Set(['flux-system', 'kube-system', '']);

/**
 * What apps of different environments share that they must not: a namespace of one cluster; a host, or
 * ciphertext of a secret, anywhere.
 */
export function sharedBetweenEnvironments(instances: readonly AppInstance[]): readonly Sharing[] {
  const first = new Map<string, { readonly use: Use; readonly instance: AppInstance }>();
  const told = new Set<string>();
  const found: Sharing[] = [];
  for (const instance of instances) {
    for (const use of usesOf(instance)) {
      const known = first.get(use.key);
      if (known === undefined) first.set(use.key, { use, instance });
      else if (known.instance.environment !== instance.environment) {
        const by = [whose(known.instance), whose(instance)] as const;
        const name = use.name === known.use.name ? use.name : `${known.use.name} and ${use.name}`;
        const line = [use.what, name, ...by].join('\n');
        if (told.has(line)) continue;
        told.add(line);
        found.push({ what: use.what, name, by, ...(use.file && { file: use.file }) });
      }
    }
  }
  return found;
}

function whose({ cluster, app, environment }: AppInstance): string {
  return `${cluster}/${app} (${environment})`;
}

function* usesOf({ cluster, objects }: AppInstance): Generator<Use> {
  for (const { manifest, file } of objects) {
    const at = file === undefined ? {} : { file };
    for (const name of namespacesOf(manifest)) {
      if (!shared.has(name)) yield { what: 'namespace', name, key: `n ${cluster} ${name}`, ...at };
    }
    for (const name of hostsOf(manifest)) yield { what: 'host', name, key: `h ${name}`, ...at };
    const name = formatObject(objectId(manifest));
    for (const seal of sealedWith(manifest)) {
      yield { what: 'secret', name, key: `s ${seal}`, ...at };
    }
  }
}

function namespacesOf({ kind, apiVersion, metadata, spec }: Manifest): readonly string[] {
  if (kind === 'Namespace' && apiVersion === 'v1') return [metadata.name];
  const target = isMap(spec) ? textAt(spec, 'targetNamespace') : undefined;
  const isFlux = apiVersion.includes('.toolkit.fluxcd.io/');
  return [metadata.namespace ?? '', ...(isFlux && target !== undefined ? [target] : [])];
}
