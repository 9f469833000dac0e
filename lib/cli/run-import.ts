import path from 'node:path';
import { DiagnosticError, errorAt } from '../core/index.ts';
import { hasFile, removeFiles, writeNewFiles } from '../io/import/index.ts';
import { writeTree } from '../io/index.ts';
import {
  type AppBefore,
  appBefore,
  findFolders,
  type Folder,
  type Left,
  SourceDocuments,
} from '../import/index.ts';
import { listAt, textAt } from '../kubernetes/index.ts';
import type { Tree } from '../reconcile/index.ts';
import { type Build, fluxToImport } from './import-flux.ts';
import { proveImport, type Proven, stateBefore } from './import-proof.ts';
import { factsOf } from './import-facts.ts';
import { openImport, type OpenedImport } from './import-tree.ts';
import { printImport, reportOf } from './print-import.ts';

/** The options of `sluice import`. */
export interface ImportFlags {
  readonly out?: string;
  readonly cluster?: string;
  readonly app?: readonly string[];
  readonly takeOver?: true;
  readonly json?: true;
}

/** Writes the program, if it changes nothing, and says what is in it. */
export async function runImport(directory: string, flags: ImportFlags): Promise<void> {
  const { reconcile, build } = await fluxToImport(process.env);
  const opened = await openImport(directory, flags.cluster, build);
  if (flags.takeOver === true && !opened.isFlux) {
    throw usage('--take-over: no Flux applies it, so there is nothing to take over from');
  }
  const { tree, entries } = opened;
  const clusters = await Promise.all(entries.map((entry) => stateBefore(reconcile, tree, entry)));
  const found = findFolders(clusters, tree);
  const wanted = chosen(found.folders, flags.app ?? opened.only);
  const { apps, left } = await appsIn(wanted, tree, build);
  const { out: folder = '.' } = flags;
  const out = path.resolve(folder);
  const isNew = !hasFile(out, 'clusters/main.ts');
  const facts = clusters.map((cluster) => factsOf(cluster, recipientsOf(apps, cluster.name)));
  const { folders } = found;
  const sharesKinds = isNew;
  const request = { tree, clusters, facts, folders, apps, sharesKinds, reconcile, build };
  const proven = await proveImport(request);
  const refused = [...proven.refused].flatMap(([folder, reason]) => leftOf(folder, reason));
  const all = { ...found, left: [...found.left, ...left, ...refused] };
  const report = reportOf(request, proven, all, opened.isFlux);
  if (report.apps.length === 0) process.exitCode = 1;
  else write(proven, opened, { out, isNew, takesOver: flags.takeOver === true });
  const takeOver = flags.takeOver === true || !opened.isFlux;
  const text = printImport(report, { out: folder, isNew, takeOver });
  console.log(flags.json === true ? JSON.stringify(report, null, 2) : text);
}

function usage(message: string): DiagnosticError {
  return new DiagnosticError([errorAt('usage', {}, message)]);
}

/** The folders of some Kustomizations, by `name` or `namespace/name`. */
function chosen(
  folders: readonly Folder[],
  names: readonly string[] | undefined,
): readonly Folder[] {
  if (names === undefined) return folders;
  const isMeant = (id: string, name: string): boolean =>
    id === name || id.slice(id.indexOf('/') + 1) === name;
  const ids = folders.flatMap(({ users }) => users.map(({ kustomization: { id } }) => id));
  const unknown = names.find((name) => !ids.some((id) => isMeant(id, name)));
  if (unknown !== undefined) throw usage(`--app: no Kustomization is named ${unknown}`);
  return folders.filter(({ users }) =>
    users.some(({ kustomization: { id } }) => names.some((name) => isMeant(id, name))),
  );
}

async function appsIn(
  folders: readonly Folder[],
  tree: Tree,
  build: Build,
): Promise<{ readonly apps: readonly AppBefore[]; readonly left: readonly Left[] }> {
  const documents = new SourceDocuments(tree);
  const apps: AppBefore[] = [];
  const left: Left[] = [];
  const built = await Promise.all(folders.map(({ path: folder }) => build(tree, { path: folder })));
  for (const [index, folder] of folders.entries()) {
    const manifests = built[index] ?? [];
    const app =
      typeof manifests === 'string' ? manifests : appBefore(folder, manifests, tree, documents);
    if (typeof app === 'string') left.push(...leftOf(folder, app));
    else apps.push(app);
  }
  return { apps, left };
}

function leftOf({ users }: Folder, reason: string): Left[] {
  return users.map(({ cluster, kustomization: { id } }) => ({ cluster, id, reason }));
}

/** For whom the Secrets of a cluster's apps are encrypted. */
function recipientsOf(apps: readonly AppBefore[], cluster: string): readonly string[] {
  const own = apps.filter(({ users }) => users.some((user) => user.cluster === cluster));
  const stanzas = own.flatMap(({ objects }) =>
    objects.flatMap(({ manifest }) => listAt(manifest, 'sops', 'age')),
  );
  return [...new Set(stanzas.flatMap((each) => textAt(each, 'recipient') ?? []))].sort();
}

interface Target {
  readonly out: string;
  readonly isNew: boolean;
  readonly takesOver: boolean;
}

function write(
  { program, replacement, synthesis }: Proven,
  { isFlux, root }: OpenedImport,
  { out, isNew, takesOver }: Target,
): void {
  const output = path.relative(out, root).split(path.sep).join('/');
  const settings = `app: node --import tsx clusters/main.ts\noutput: ${isFlux ? output || '.' : 'dist'}\n`;
  const files = [...program.files].filter(([file]) => isNew || file.startsWith('apps/'));
  const own = isFlux ? files : files.filter(([file]) => !file.startsWith('clusters/'));
  const project =
    isNew && isFlux && !hasFile(out, 'cdk8s.yaml') ? [['cdk8s.yaml', settings] as const] : [];
  writeNewFiles(out, new Map([...own, ...project]));
  if (!takesOver) return;
  removeFiles(root, replacement.removed);
  writeTree(root, synthesis.tree);
}
