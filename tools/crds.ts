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

/** CRDs that lie in no module that is to be had: controller-gen makes them from their types. */
interface GeneratedCrds {
  /** The folder under tools/programs that pins controller-gen and the modules. */
  readonly program: string;
  /** Module → the plural names of its kinds. */
  readonly modules: Readonly<Record<string, readonly string[]>>;
}

/** CRDs that no module gives in any form: a file of tools/crds says what the project declares. */
interface WrittenCrds {
  readonly file: string;
  readonly module: string;
  readonly version: string;
}

interface Origin {
  readonly published: readonly PublishedCrds[];
  readonly generated?: GeneratedCrds;
  readonly written?: readonly WrittenCrds[];
}

const fluxModule = (name: string, version: string, sum: string): PublishedCrds => ({
  module: `github.com/${name}`,
  version,
  sum,
  folder: 'config/crd/bases',
});

const origins = {
  flux: {
    published: [
      fluxModule(
        'fluxcd/source-controller',
        'v1.9.5',
        'h1:MFPyCodUi9hZIMaKDsC/rYbNoyzpvrAdrPVixj7W9F0=',
      ),
      fluxModule(
        'fluxcd/kustomize-controller',
        'v1.9.5',
        'h1:/XY2zy3K7fntyppEXIHG7oRMzmfgIt50eJzUfaPX1Kc=',
      ),
      fluxModule(
        'fluxcd/helm-controller',
        'v1.6.4',
        'h1:u/Ew7LehrwDQaE/NqWdaB3XnNDCxRGDcp1FZl7RKj4g=',
      ),
      fluxModule(
        'controlplaneio-fluxcd/flux-operator',
        'v0.59.0',
        'h1:jByuiWYtjSJxucGHuz68tV0DeVFz5CYrKQYfxAwE7lE=',
      ),
    ],
    generated: {
      program: 'flux-crds',
      modules: {
        'github.com/fluxcd/notification-controller/api': ['alerts', 'providers', 'receivers'],
        'github.com/fluxcd/image-reflector-controller/api': ['imagepolicies', 'imagerepositories'],
        'github.com/fluxcd/image-automation-controller/api': ['imageupdateautomations'],
      },
    },
  },
  'cert-manager': {
    published: [
      {
        module: 'github.com/cert-manager/cert-manager',
        version: 'v1.21.2',
        sum: 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=',
        folder: 'deploy/crds',
      },
    ],
  },
  'external-secrets': {
    published: [
      {
        module: 'github.com/external-secrets/external-secrets',
        version: 'v1.3.2',
        sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
        folder: 'config/crds/bases',
      },
    ],
  },
  'cloudnative-pg': {
    published: [
      {
        module: 'github.com/cloudnative-pg/cloudnative-pg',
        version: 'v1.30.1',
        sum: 'h1:d1jxp0jQi7/3zrEhsv9ycD+G5ssmkNvDvTmogaGccCw=',
        folder: 'config/crd/bases',
      },
    ],
  },
  // The experimental channel holds all that the standard one does, and more fields and kinds.
  'gateway-api': {
    published: [
      {
        module: 'sigs.k8s.io/gateway-api',
        version: 'v1.7.0',
        sum: 'h1:duVnm7nO6oXfMMUWfcDoBph47CYR/ME3NGxccOVglaY=',
        folder: 'config/crd/experimental',
      },
    ],
  },
  'external-dns': {
    published: [
      {
        module: 'sigs.k8s.io/external-dns',
        version: 'v0.22.0',
        sum: 'h1:+ASJ3KF7DLqHo2LsG8Qinuh2J389MS86I19i/r8ewUc=',
        folder: 'config/crd/standard',
      },
    ],
  },
  'tofu-controller': {
    published: [],
    written: [
      {
        file: 'infra.contrib.fluxcd.io_terraforms.yaml',
        module: 'github.com/flux-iac/tofu-controller/api',
        version: 'v0.16',
      },
    ],
  },
  'source-watcher': {
    published: [],
    generated: {
      program: 'ecosystem-crds',
      modules: { 'github.com/fluxcd/source-watcher/api/v2': ['artifactgenerators'] },
    },
  },
  'prometheus-operator': {
    published: [],
    generated: {
      program: 'ecosystem-crds',
      modules: {
        'github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring': [
          'alertmanagerconfigs',
          'alertmanagers',
          'podmonitors',
          'probes',
          'prometheusagents',
          'prometheuses',
          'prometheusrules',
          'scrapeconfigs',
          'servicemonitors',
          'thanosrulers',
        ],
      },
    },
  },
} satisfies Readonly<Record<string, Origin>>;

/** A project whose CRDs are at hand. */
export type CrdSetName = keyof typeof origins;
export const crdSetNames = Object.keys(origins) as readonly CrdSetName[];

const storedName = 'crds.json';
const read = new Map<CrdSetName, Promise<CrdSet>>();

interface CrdSet {
  readonly crds: readonly CrdFile[];
  readonly built: boolean;
}

/** The CRDs of a project, sorted by file. `flux` is all its controllers and flux-operator. */
export async function publishedCrds(set: CrdSetName): Promise<readonly CrdFile[]> {
  return (await once(set)).crds;
}

/** The CRDs of all Flux controllers and of flux-operator, sorted by file. */
export function fluxCrds(): Promise<readonly CrdFile[]> {
  return publishedCrds('flux');
}

/** Makes what is not cached yet, and says whether there was any. */
export async function buildCrds(): Promise<boolean> {
  const sets = await Promise.all(crdSetNames.map(once));
  return sets.some(({ built }) => built);
}

function once(set: CrdSetName): Promise<CrdSet> {
  const known = read.get(set);
  if (known !== undefined) return known;
  const made = readOrMake(set, origins[set]);
  read.set(set, made);
  // A download that failed may work at the next call.
  made.catch(() => read.delete(set));
  return made;
}

async function readOrMake(
  set: CrdSetName,
  { published, generated, written }: Origin,
): Promise<CrdSet> {
  if (written !== undefined) {
    return { crds: await Promise.all(written.map(readWritten)), built: false };
  }
  const pins = JSON.stringify([published, generated?.modules ?? {}]);
  const key = await buildKey(programFolder(generated?.program ?? 'flux-crds'), pins);
  const { directory, built } = await cacheEntry(`${set}-crds`, key, async (temporary) => {
    const made = generated === undefined ? [] : await generate(generated);
    const all = [...(await copied(published)), ...made];
    all.sort((a, b) => (a.file < b.file ? -1 : 1));
    await writeFile(join(temporary, storedName), JSON.stringify(all));
  });
  const text = await readFile(join(directory, storedName), 'utf8');
  return { crds: JSON.parse(text) as CrdFile[], built };
}

async function copied(published: readonly PublishedCrds[]): Promise<CrdFile[]> {
  const found: CrdFile[] = [];
  for (const { module, version, sum, folder } of published) {
    const directory = join(await moduleDirectory(module, version, sum), folder);
    for (const file of await readdir(directory)) {
      if (!file.endsWith('.yaml') || file === 'kustomization.yaml') continue;
      const text = await readFile(join(directory, file), 'utf8');
      if (/^kind: CustomResourceDefinition$/m.test(text)) {
        found.push({ file, text, module, version });
      }
    }
  }
  return found;
}

async function readWritten(origin: WrittenCrds): Promise<CrdFile> {
  const text = await readFile(new URL(`./crds/${origin.file}`, import.meta.url), 'utf8');
  return { ...origin, text };
}

async function generate({ program, modules }: GeneratedCrds): Promise<CrdFile[]> {
  const folder = programFolder(program);
  const output = await mkdtemp(join(tmpdir(), 'sluice-crds-'));
  try {
    const names = Object.keys(modules);
    const paths = names.map((module) => `paths=${module}/...`);
    await go(['tool', 'controller-gen', 'crd', ...paths, `output:crd:dir=${output}`], folder);
    const files = await readdir(output);
    const versions = await go(['list', '-m', '-f', '{{.Version}}', ...names], folder);
    const found = names.flatMap((module, index) =>
      (modules[module] ?? []).map(async (plural): Promise<CrdFile> => {
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

function programFolder(name: string): string {
  return fileURLToPath(new URL(`./programs/${name}`, import.meta.url));
}
