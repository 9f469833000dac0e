import type { FileTree } from '../core/index.ts';
import type { AppBefore } from './app-before.ts';
import { printApp, printShared, type Rung } from './app.ts';
import { type ClusterFile, printCluster, printMain } from './cluster-file.ts';
import { printDefaults, textModule } from './defaults-file.ts';
import { itemsOf } from './items.ts';
import { commonKinds } from './kinds.ts';
import { className, slug, UniqueNames } from './names.ts';

/** A folder as it is to be written. */
export interface PlannedApp {
  readonly app: AppBefore;
  readonly rung: Rung;
}

/** An app of a program. */
export interface WrittenApp extends PlannedApp {
  readonly name: string;
  readonly className: string;
}

/** A program, and the apps in it. */
export interface Program {
  readonly files: FileTree;
  readonly apps: readonly WrittenApp[];
}

/** What is said of a cluster beside its apps. */
export type ClusterFacts = Omit<ClusterFile, 'apps'>;

/**
 * Writes the program of some apps.
 *
 * @param sharesKinds whether what many objects have in common becomes classes that all apps use
 */
export function writeProgram(
  planned: readonly PlannedApp[],
  clusters: readonly ClusterFacts[],
  readFile: (file: string) => string,
  { sharesKinds }: { readonly sharesKinds: boolean },
): Program {
  const inCode = sharesKinds ? planned.filter(({ rung }) => rung === 'constructs') : [];
  const kinds = commonKinds(
    inCode.flatMap(({ app }) => app.objects.map(({ manifest }) => manifest)),
  );
  const items = itemsOf(
    inCode.map(({ app }) => app),
    kinds,
  );
  const used = [...kinds.values()].map((kind) => kind.className);
  const shared = items.parts.map(({ file }) => `shared-${file}`);
  const apps = nameApps(planned, used, shared);
  const files = new Map<string, string>();
  for (const { app, name, className, rung } of apps) {
    const own =
      items.of.get(app) ?? app.objects.map((object) => ({ type: 'object', object }) as const);
    const printed = printApp(app, { name, className, rung, kinds, items: own, readFile });
    for (const [file, text] of printed) files.set(`apps/${name}/${file}`, text);
  }
  for (const part of items.parts) {
    for (const [file, text] of printShared(part, { kinds, readFile })) {
      files.set(`apps/shared-${part.file}/${file}`, text);
    }
  }
  const code = [...files].filter(([file]) => file.endsWith('.ts')).map(([, text]) => text);
  if (code.some((text) => text.includes('text(new URL('))) files.set('apps/text.ts', textModule);
  if (kinds.size > 0)
    files.set('apps/defaults.ts', printDefaults([...kinds.values()], items.charts));
  for (const facts of clusters) {
    const own = apps.filter(({ app }) =>
      app.users.some(({ cluster }) => cluster === facts.cluster),
    );
    files.set(`clusters/${facts.name}/index.ts`, printCluster({ ...facts, apps: own }));
  }
  files.set('clusters/main.ts', printMain(clusters.map(({ name }) => name)));
  return { files, apps };
}

function nameApps(
  planned: readonly PlannedApp[],
  used: readonly string[],
  shared: readonly string[],
): WrittenApp[] {
  const names = new UniqueNames();
  // Every cluster has two apps of its own.
  for (const each of ['flux', 'flux-system', ...shared]) names.pick(each);
  const classes = new UniqueNames();
  for (const each of [...used, 'ChartRelease', 'HelmRelease', 'Kustomization', 'Namespace'])
    classes.pick(each);
  return planned.map((each) => {
    const { path, users } = each.app;
    const ids = [
      ...new Set(users.map(({ kustomization }) => kustomization.manifest.metadata.name)),
    ];
    const [first = path] = ids;
    const last = slug(path.split('/').slice(-2).join('-'));
    const isShared = ids.length === 1 && clusterless(planned, first);
    const name = names.pick(...(isShared ? [slug(first)] : []), ...[last, slug(path)]);
    const plain = className(name);
    return { ...each, name, className: classes.pick(plain, `${plain}App`).replaceAll('-', '') };
  });
}

/** Whether a name means one folder only, in whichever cluster. */
function clusterless(planned: readonly PlannedApp[], name: string): boolean {
  const others = planned.filter(({ app }) =>
    app.users.some(({ kustomization }) => kustomization.manifest.metadata.name === name),
  );
  return others.length === 1;
}
