import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheEntry } from './cache.ts';
import { buildKey, go, moduleDirectory } from './go.ts';

/** A CustomResourceDefinition as its project publishes it, and where it came from. */
export interface CrdFile {
  /** The file's base name, `<group>_<plural>.yaml`. */
  readonly file: string;
  readonly text: string;
  readonly module: string;
  readonly version: string;
}

interface PublishedCrds {
  readonly module: string;
  readonly version: string;
  readonly sum: string;
  readonly folder: string;
}

const published: Record<'flux' | 'cert-manager', readonly PublishedCrds[]> = {
  flux: [
    {
      module: 'github.com/fluxcd/source-controller',
      version: 'v1.9.5',
      sum: 'h1:MFPyCodUi9hZIMaKDsC/rYbNoyzpvrAdrPVixj7W9F0=',
      folder: 'config/crd/bases',
    },
    {
      module: 'github.com/fluxcd/kustomize-controller',
      version: 'v1.9.5',
      sum: 'h1:/XY2zy3K7fntyppEXIHG7oRMzmfgIt50eJzUfaPX1Kc=',
      folder: 'config/crd/bases',
    },
    {
      module: 'github.com/fluxcd/helm-controller',
      version: 'v1.6.4',
      sum: 'h1:u/Ew7LehrwDQaE/NqWdaB3XnNDCxRGDcp1FZl7RKj4g=',
      folder: 'config/crd/bases',
    },
    {
      module: 'github.com/controlplaneio-fluxcd/flux-operator',
      version: 'v0.59.0',
      sum: 'h1:jByuiWYtjSJxucGHuz68tV0DeVFz5CYrKQYfxAwE7lE=',
      folder: 'config/crd/bases',
    },
  ],
  'cert-manager': [
    {
      module: 'github.com/cert-manager/cert-manager',
      version: 'v1.21.2',
      sum: 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=',
      folder: 'deploy/crds',
    },
  ],
};

/** These controllers' own modules are not to be had, so their CRDs are made from their types. */
const generatedFrom: Readonly<Record<string, readonly string[]>> = {
  'github.com/fluxcd/notification-controller/api': ['alerts', 'providers', 'receivers'],
  'github.com/fluxcd/image-reflector-controller/api': ['imagepolicies', 'imagerepositories'],
  'github.com/fluxcd/image-automation-controller/api': ['imageupdateautomations'],
};

const generator = fileURLToPath(new URL('./programs/flux-crds', import.meta.url));
const storedName = 'crds.json';
const read = new Map<string, Promise<CrdSet>>();

interface CrdSet {
  readonly crds: readonly CrdFile[];
  readonly built: boolean;
}

/** The CRDs of all Flux controllers and of flux-operator, sorted by file. */
export async function fluxCrds(): Promise<readonly CrdFile[]> {
  return (await readFlux()).crds;
}

/** The CRDs of cert-manager, sorted by file. */
export async function certManagerCrds(): Promise<readonly CrdFile[]> {
  return (await readCertManager()).crds;
}

/** Makes what is not cached yet, and says whether there was any. */
export async function buildCrds(): Promise<boolean> {
  const sets = await Promise.all([readFlux(), readCertManager()]);
  return sets.some(({ built }) => built);
}

function readFlux(): Promise<CrdSet> {
  return once('flux', async () => [...(await copied('flux')), ...(await generated())]);
}

function readCertManager(): Promise<CrdSet> {
  return once('cert-manager', () => copied('cert-manager'));
}

function once(
  set: keyof typeof published,
  make: () => Promise<readonly CrdFile[]>,
): Promise<CrdSet> {
  const known = read.get(set);
  if (known !== undefined) return known;
  const made = readOrMake(set, make);
  read.set(set, made);
  // A download that failed may work at the next call.
  made.catch(() => read.delete(set));
  return made;
}

async function readOrMake(
  set: keyof typeof published,
  make: () => Promise<readonly CrdFile[]>,
): Promise<CrdSet> {
  const pins = JSON.stringify([published[set], set === 'flux' ? generatedFrom : {}]);
  const { directory, built } = await cacheEntry(
    `${set}-crds`,
    await buildKey(generator, pins),
    async (temporary) => {
      const all = [...(await make())].sort((a, b) => (a.file < b.file ? -1 : 1));
      await writeFile(join(temporary, storedName), JSON.stringify(all));
    },
  );
  const text = await readFile(join(directory, storedName), 'utf8');
  return { crds: JSON.parse(text) as CrdFile[], built };
}

async function copied(set: keyof typeof published): Promise<CrdFile[]> {
  const found: CrdFile[] = [];
  for (const { module, version, sum, folder } of published[set]) {
    const directory = join(await moduleDirectory(module, version, sum), folder);
    for (const file of await readdir(directory)) {
      if (!file.endsWith('.yaml') || file === 'kustomization.yaml') continue;
      found.push({ file, text: await readFile(join(directory, file), 'utf8'), module, version });
    }
  }
  return found;
}

async function generated(): Promise<CrdFile[]> {
  const output = await mkdtemp(join(tmpdir(), 'sluice-crds-'));
  try {
    const modules = Object.keys(generatedFrom);
    const paths = modules.map((module) => `paths=${module}/...`);
    await go(['tool', 'controller-gen', 'crd', ...paths, `output:crd:dir=${output}`], generator);
    const files = await readdir(output);
    const versions = await go(['list', '-m', '-f', '{{.Version}}', ...modules], generator);
    const found = modules.flatMap((module, index) =>
      (generatedFrom[module] ?? []).map(async (plural): Promise<CrdFile> => {
        const file = files.find((name) => name.endsWith(`_${plural}.yaml`));
        if (file === undefined) throw new Error(`controller-gen made no CRD for ${plural}`);
        const text = await readFile(join(output, file), 'utf8');
        return { file, text, module, version: versions.trim().split('\n')[index] ?? '' };
      }),
    );
    return await Promise.all(found);
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}
