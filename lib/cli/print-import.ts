import { plural } from '../core/index.ts';
import { type FoundFolders, type Left, newApp } from '../import/index.ts';
import { listAt } from '../kubernetes/index.ts';
import { readText, type Tree } from '../reconcile/index.ts';
import type { ImportRequest, Proven } from './import-proof.ts';

/** What an import made, as `--json` prints it. */
export interface ImportReport {
  readonly version: 1;
  readonly clusters: readonly {
    readonly name: string;
    readonly kustomizations: {
      readonly all: number;
      readonly imported: number;
      readonly elsewhere: number;
      readonly left: number;
    };
    readonly objects: {
      readonly all: number;
      readonly constructs: number;
      readonly yaml: number;
      /** What components add to imported folders; they stay as they are. */
      readonly components: number;
    };
  }[];
  readonly apps: readonly {
    readonly name: string;
    readonly className: string;
    readonly directory: string;
    readonly kustomizations: readonly string[];
    readonly objects: number;
    readonly as: 'constructs' | 'yaml';
  }[];
  readonly lines: {
    /** Of YAML that Flux read, and that the program replaces. */
    readonly before: number;
    /** Of TypeScript. */
    readonly program: number;
    /** Of texts and YAML beside the apps. */
    readonly beside: number;
  };
  readonly left: readonly Left[];
  readonly elsewhere: readonly Left[];
  /** Files of the repository that the program's replace. */
  readonly replaces: readonly string[];
}

/** Counts what an import made. */
export function reportOf(
  { tree, clusters }: ImportRequest,
  { program, replacement }: Proven,
  { elsewhere, left }: FoundFolders,
  isFlux: boolean,
): ImportReport {
  const { apps } = program;
  const files = [...program.files].filter(([file]) => isFlux || !file.startsWith('clusters/'));
  const linesIn = (isWanted: (file: string) => boolean): number =>
    files.reduce((sum, [file, text]) => sum + (isWanted(file) ? countLines(text) : 0), 0);
  const isCode = (file: string): boolean => file.endsWith('.ts');
  return {
    version: 1,
    clusters: (isFlux ? clusters : []).map(({ name, state }) => {
      const here = apps.flatMap(({ app, rung }) =>
        app.users
          .filter(({ cluster }) => cluster === name)
          .map(({ kustomization }) => {
            const { objects, manifest } = kustomization;
            const added = Math.max(0, objects.length - app.objects.length);
            const hasComponents = listAt(manifest, 'spec', 'components').length > 0;
            return { rung, objects: app.objects.length, added: hasComponents ? added : 0 };
          }),
      );
      const components = here.reduce((sum, { added }) => sum + added, 0);
      const count = (rung: string): number =>
        here.reduce((sum, each) => sum + (each.rung === rung ? each.objects : 0), 0);
      const all = state.kustomizations.reduce((sum, { objects }) => sum + objects.length, 0);
      const ofCluster = (list: readonly Left[]): number =>
        list.filter(({ cluster }) => cluster === name).length;
      return {
        name,
        kustomizations: {
          all: state.kustomizations.length,
          imported: here.length,
          elsewhere: ofCluster(elsewhere),
          left: ofCluster(left),
        },
        objects: { all, constructs: count('constructs'), yaml: count('yaml'), components },
      };
    }),
    apps: apps.map(({ app, name, className, rung }) => ({
      name,
      className,
      directory: app.directory,
      kustomizations: app.users.map(
        ({ cluster, kustomization }) => `${cluster} ${kustomization.id}`,
      ),
      objects: app.objects.length,
      as: rung,
    })),
    lines: {
      before: linesOf(tree, replacement.removed),
      program: linesIn(isCode),
      beside: linesIn((file) => !isCode(file)),
    },
    left,
    elsewhere,
    replaces: replacement.removed,
  };
}

function countLines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function linesOf(tree: Tree, files: readonly string[]): number {
  return files.reduce((sum, file) => sum + countLines(readText(tree, file)), 0);
}

/** The report for people. */
export function printImport(
  report: ImportReport,
  { out, isNew, takeOver }: { out: string; isNew: boolean; takeOver: boolean },
): string {
  const { clusters, apps, lines, left, elsewhere } = report;
  const text: string[] = [];
  for (const { name, kustomizations, objects } of clusters) {
    text.push(
      `${name}  ${String(kustomizations.imported)} of ${plural(kustomizations.all, 'Kustomization')} imported, with ${String(objects.constructs + objects.yaml)} of ${plural(objects.all, 'object')}${objects.components > 0 ? ` (${String(objects.components)} come from components, which stay)` : ''}`,
    );
  }
  if (clusters.length === 0) {
    text.push(...apps.map(({ name, objects }) => `${name}  ${plural(objects, 'object')} imported`));
  }
  for (const { name, as } of apps) if (as === 'yaml') text.push(`as YAML    ${name}`);
  for (const { cluster, id, reason } of left) text.push(`left       ${cluster} ${id}: ${reason}`);
  for (const { cluster, id, reason } of elsewhere) {
    text.push(`elsewhere  ${cluster} ${id}: ${reason}`);
  }
  if (apps.length === 0) return [...text, 'Nothing could be imported.'].join('\n');
  text.push(
    `${plural(lines.before, 'line')} of YAML → ${plural(lines.program, 'line')} of TypeScript${lines.beside > 0 ? `, ${plural(lines.beside, 'line')} beside it` : ''}`,
    'plan: nothing is created, changed or deleted, and no Kustomization is renamed',
    `→ ${out}`,
  );
  const isFlux = clusters.length > 0;
  if (!isNew || !isFlux) {
    text.push('Add to the cluster:');
    for (const { name, className, directory } of apps) {
      text.push(newApp(className, name, isFlux ? directory : undefined));
    }
  }
  if (!takeOver) {
    text.push('The YAML is as it was. To put what the program writes in its place: --take-over');
  }
  return text.join('\n');
}
