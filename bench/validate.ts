// What validation takes, as whole processes: of a fleet of 1,000 apps, of the largest checkout, and of all
// that the checkout renders to, beside kubeconform.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeTree } from '../lib/io/index.ts';
import { diskTree, findKustomize } from '../lib/io/reconcile/index.ts';
import { emitYaml, type JsonObject, type Manifest } from '../lib/kubernetes/index.ts';
import { findEntries, reconcile } from '../lib/reconcile/index.ts';
import { synthesize } from '../lib/synth/index.ts';
import { writeJsonSchemas } from '../test/cluster/fixtures/json-schemas.ts';
import { checkout, run, tool } from '../tools/process.ts';
import { program } from '../tools/programs.ts';
import { compare, timeOf } from './processes.ts';
import { ratioRow, row } from './report.ts';
import { sluiceTree } from './tree.ts';

const folder = mkdtempSync(
  path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'sluice-validate-'),
);
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true });
});

await run(...tool('build'));
// As the installed package starts it: a checkout first looks whether its build is current.
const sluice = [process.execPath, path.join(checkout, 'dist/lib/cli/main.js')] as const;
const env = {
  ...process.env,
  XDG_CACHE_HOME: path.join(folder, 'cache'),
  SLUICE_KUSTOMIZE: await program('kustomize'),
  SLUICE_HELM: await program('helm'),
};
const root = path.join(folder, 'fleet');
mkdirSync(root);
writeTree(root, synthesize(sluiceTree(1000, root), { readText: () => '' }).tree);

/** The entry with the most files in its checkout. */
function largestIn(checkouts: string): { readonly root: string; readonly entry: string }[] {
  const entries = readdirSync(checkouts, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .flatMap(({ name }) => {
      const directory = path.join(checkouts, name);
      const size = readdirSync(directory, { recursive: true }).length;
      return findEntries(diskTree(directory)).map((entry) => ({ root: directory, entry, size }));
    });
  return entries.sort((a, b) => b.size - a.size).slice(0, 1);
}

interface Rendered {
  /** A tree whose only Kustomization applies the files. */
  readonly root: string;
  readonly files: string;
  readonly schemas: string;
}

/** What a checkout renders to, a file each object; no further Kustomization, which would be followed. */
async function renderedOf(checkedOut: { root: string; entry: string }): Promise<Rendered> {
  const { root: source, entry } = checkedOut;
  const state = await reconcile({ tree: diskTree(source), entry, kustomize: findKustomize(env) });
  const manifests = state.kustomizations
    .flatMap(({ objects }) => objects.map(({ manifest }) => manifest))
    .filter(({ apiVersion }) => !apiVersion.startsWith('kustomize.toolkit.fluxcd.io/'));
  const tree = path.join(folder, 'rendered');
  const files = path.join(tree, 'objects');
  const sync = path.join(tree, 'clusters/bench/flux-system');
  for (const each of [files, sync]) mkdirSync(each, { recursive: true });
  for (const [index, manifest] of manifests.entries()) {
    writeFileSync(path.join(files, `${String(index)}.yaml`), emitYaml(manifest as JsonObject));
  }
  const kustomization = (name: string, directory: string): Manifest => ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: 'flux-system' },
    spec: {
      interval: '1h',
      path: directory,
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'flux-system' },
    },
  });
  const beginning = [
    kustomization('flux-system', './clusters/bench'),
    kustomization('all', './objects'),
  ];
  writeFileSync(
    path.join(sync, 'gotk-sync.yaml'),
    beginning.map((each) => emitYaml(each as JsonObject)).join('---\n'),
  );
  const schemas = writeJsonSchemas(path.join(folder, 'schemas'), manifests, kubernetes);
  return { root: tree, files, schemas };
}

const kubernetes = '1.36';
const corpus = process.env['SLUICE_CORPUS'];
const [largest] = corpus === undefined ? [] : largestIn(corpus);
const rendered = largest && (await renderedOf(largest));
const kubeconform = await program('kubeconform');
const validate = (...args: readonly string[]): Promise<number> =>
  timeOf({ command: [...sluice, 'validate', '--offline', ...args], env });

console.log('\nvalidate\n');
const measured = await compare({
  '1,000 apps': () => validate('--path', root),
  '1,000 apps, with practice': () => validate('--path', root, '--practice'),
  ...(largest && {
    largest: () => validate('--path', largest.root, '--cluster', largest.entry),
  }),
  ...(rendered && {
    rendered: () => validate('--path', rendered.root, '--kubernetes', kubernetes),
    kubeconform: () => {
      const { schemas, files } = rendered;
      const args = ['-strict', '-ignore-missing-schemas', '-schema-location', schemas, files];
      return timeOf({ command: [kubeconform, ...args], env });
    },
  }),
});
const tell = (name: string, key: string, target: string): void => {
  row(name, `${measured(key).toFixed(0)} ms`, target);
};
tell('1,000 apps', '1,000 apps', 'under 2000');
tell('1,000 apps, 3,000 findings', '1,000 apps, with practice', '');
if (largest !== undefined) {
  const name = path.basename(largest.root);
  tell(name, 'largest', '');
  tell(`${name}, rendered`, 'rendered', '');
  tell(`${name}, rendered, by kubeconform`, 'kubeconform', '');
  const ratio = measured('rendered') / measured('kubeconform');
  ratioRow(`${name}, rendered, to kubeconform`, ratio, 'under 2.0');
}
