import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CacheEntry, cacheEntry } from './cache.ts';
import { buildKey, go } from './go.ts';

export { goIsAvailable } from './go.ts';

/** The real programs that tests run against. */
export type ProgramName =
  | 'etcd'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kubectl'
  | 'kustomize-controller'
  | 'kustomize'
  | 'helm'
  | 'kubeconform'
  | 'sops'
  | 'age'
  | 'age-keygen'
  | 'yaml-check'
  | 'flux-check'
  | 'helm-check'
  | 'helm-controller'
  | 'cosign'
  | 'image-check'
  | 'policy-check'
  | 'oci-check'
  | 'ssh-server'
  | 'actionlint';

interface Program {
  /** The folder under tools/programs whose go.mod pins it. */
  readonly module: string;
  /** What `go build` calls it: the last element of its import path that is not a version. */
  readonly binary: string;
}

const programs: Readonly<Record<ProgramName, Program>> = {
  etcd: { module: 'etcd', binary: 'server' },
  'kube-apiserver': { module: 'kubernetes', binary: 'kube-apiserver' },
  'kube-controller-manager': { module: 'kubernetes', binary: 'kube-controller-manager' },
  kubectl: { module: 'kubernetes', binary: 'kubectl' },
  'kustomize-controller': { module: 'kustomize-controller', binary: 'kustomize-controller' },
  kustomize: { module: 'kustomize', binary: 'kustomize' },
  helm: { module: 'helm', binary: 'helm' },
  kubeconform: { module: 'kubeconform', binary: 'kubeconform' },
  sops: { module: 'sops', binary: 'sops' },
  age: { module: 'age', binary: 'age' },
  'age-keygen': { module: 'age', binary: 'age-keygen' },
  'yaml-check': { module: 'yaml-check', binary: 'yaml-check' },
  'flux-check': { module: 'flux-check', binary: 'flux-check' },
  'helm-check': { module: 'helm-check', binary: 'sluice-check' },
  'helm-controller': { module: 'helm-check', binary: 'helm-controller' },
  cosign: { module: 'cosign', binary: 'cosign' },
  'image-check': { module: 'image-check', binary: 'image-check' },
  'policy-check': { module: 'policy-check', binary: 'sluice-check' },
  'oci-check': { module: 'oci-check', binary: 'oci-check' },
  'ssh-server': { module: 'ssh-server', binary: 'ssh-server' },
  actionlint: { module: 'actionlint', binary: 'actionlint' },
};

export const programNames = Object.keys(programs) as readonly ProgramName[];

// Without a version the API server says v0.0.0, and clients that compare versions refuse it.
const kubernetesVersion = {
  // renovate: datasource=go depName=k8s.io/kubernetes
  gitVersion: 'v1.36.3',
  gitMajor: '1',
  gitMinor: '36',
  gitTreeState: 'clean',
  gitCommit: '0000000000000000000000000000000000000000',
  buildDate: '1970-01-01T00:00:00Z',
};

const modules = fileURLToPath(new URL('./programs', import.meta.url));
const entries = new Map<string, Promise<CacheEntry>>();

/** The path of a program whose hash was checked in this process; built first where needed. */
export async function program(name: ProgramName): Promise<string> {
  const { binary } = programs[name];
  return join((await programEntry(name)).directory, binary);
}

/** The cache entry that holds a program, and the others of its module. */
export function programEntry(name: ProgramName): Promise<CacheEntry> {
  const { module } = programs[name];
  const known = entries.get(module);
  if (known !== undefined) return known;
  const entry = build(module);
  entries.set(module, entry);
  entry.catch(() => entries.delete(module));
  return entry;
}

async function build(module: string): Promise<CacheEntry> {
  const source = join(modules, module);
  const flags = ['-trimpath', '-buildvcs=false', `-ldflags=${linkerFlags(module)}`];
  return cacheEntry(module, await buildKey(source, ...flags), async (temporary) => {
    // The pattern `tool` stands for all that the module's tool lines name.
    await go(['build', ...flags, '-o', `${temporary}/`, 'tool'], source);
    const built = await readdir(temporary);
    for (const { module: of, binary } of Object.values(programs)) {
      if (of === module && !built.includes(binary)) {
        throw new Error(`go build made ${built.join(', ')} in ${module}, but not ${binary}`);
      }
    }
  });
}

function linkerFlags(module: string): string {
  if (module !== 'kubernetes') return '-s -w';
  const settings = Object.entries(kubernetesVersion).map(
    ([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`,
  );
  return ['-s -w', ...settings].join(' ');
}
