import { type Painter, plural, printable } from '../core/index.ts';
import type { App, Maker } from './tree.ts';

/** A cluster with its apps. */
export interface ClusterApps {
  readonly name: string;
  readonly apps: readonly App[];
}

/** Clusters as their apps for machines. */
export function treeAsJson(clusters: readonly ClusterApps[]): string {
  return JSON.stringify({ version: 1, clusters }, null, 2);
}

/** A line of a tree: what stands left of the columns, and they. */
interface Line {
  readonly guide: string;
  readonly name: string;
  readonly cells: readonly string[];
}

/**
 * A cluster as its apps: a line each, below the app that applies it.
 *
 * @param wanted the apps whose objects are shown as well, by name or `<namespace>/<name>`
 */
export function treeText(
  { name, apps }: ClusterApps,
  wanted: ReadonlySet<string>,
  paint: Painter,
): string {
  const lines = apps.flatMap((app) => linesOf(app, '', '', wanted));
  const shown = lines.map(({ guide, name: text, cells }) => ({
    guide,
    cells: [text, ...cells].map(printable),
  }));
  const widths = [0, 1].map((column) =>
    Math.max(
      0,
      ...shown.map(({ guide, cells }) =>
        cells.length === 1 ? 0 : (column === 0 ? guide.length : 0) + (cells[column]?.length ?? 0),
      ),
    ),
  );
  const printed = shown.map(({ guide, cells: [first = '', second = '', ...rest] }) =>
    [
      paint.dim(guide) + first.padEnd((widths[0] ?? 0) - guide.length),
      second.padEnd(widths[1] ?? 0),
      ...rest.filter((each) => each !== ''),
    ]
      .join('  ')
      .trimEnd(),
  );
  const all = everyApp(apps);
  const objects = all.reduce((sum, each) => sum + each.objects.length, 0);
  const counts = [plural(all.length, 'Kustomization'), plural(objects, 'object')].join(', ');
  return [`${paint.bold(printable(name))} · ${counts}`, ...printed].join('\n');
}

function linesOf(
  app: App,
  guide: string,
  above: string,
  wanted: ReadonlySet<string>,
): readonly Line[] {
  const name = app.id.slice(app.id.indexOf('/') + 1);
  const isOpen = wanted.has(name) || wanted.has(app.id);
  const makers = new Set([
    ...app.makers.map(({ object }) => object),
    ...app.apps.map(({ id }) => `Kustomization ${id}`),
  ]);
  const plain = isOpen ? app.objects.filter((object) => !makers.has(object)) : [];
  const below = [
    ...plain.map((object) => [object, [] as readonly Line[]] as const),
    ...app.makers.map((maker) => [maker, makerLines(maker, isOpen)] as const),
    ...app.apps.map((each) => [each, [] as readonly Line[]] as const),
  ];
  const after = app.after.map((id) => id.slice(id.indexOf('/') + 1)).join(', ');
  const cells = [...extentOf(app), after === '' ? '' : `after ${after}`];
  return [
    { guide, name: app.id, cells },
    ...below.flatMap(([each, inner], index): readonly Line[] => {
      const isLast = index === below.length - 1;
      const own = `${above}${isLast ? '└─ ' : '├─ '}`;
      const next = `${above}${isLast ? '   ' : '│  '}`;
      if (typeof each === 'string') return [{ guide: own, name: each, cells: [] }];
      if ('apps' in each) return linesOf(each, own, next, wanted);
      const [first, ...rest] = inner;
      return [
        ...(first ? [{ ...first, guide: own }] : []),
        ...rest.map((line) => ({ ...line, guide: next + line.guide })),
      ];
    }),
  ];
}

/** How much it applies, and how far Flux gets with it. */
function extentOf({ objects, status }: Pick<Maker, 'objects' | 'status'>): readonly string[] {
  if (status === 'opaque') return ['not known'];
  return [plural(objects.length, 'object'), ...(status === 'applied' ? [] : [status])];
}

function makerLines({ object, status, chart, objects }: Maker, isOpen: boolean): readonly Line[] {
  const head = {
    guide: '',
    name: object,
    cells: [...extentOf({ objects, status }), chart ?? ''],
  };
  if (!isOpen) return [head];
  return [
    head,
    ...objects.map((name, index) => ({
      guide: index === objects.length - 1 ? '└─ ' : '├─ ',
      name,
      cells: [],
    })),
  ];
}

function everyApp(apps: readonly App[]): readonly App[] {
  return apps.flatMap((app) => [app, ...everyApp(app.apps)]);
}
