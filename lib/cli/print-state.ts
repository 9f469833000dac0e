import { formatDiagnostic, type Painter, plural, printable } from '../core/index.ts';
import { inventoryId } from '../flux/index.ts';
import { fitLine, painterFor } from '../io/terminal.ts';
import {
  type ClusterState,
  type ReconciledKustomization,
  type ReconciledObject,
  type ReconciledRelease,
  shownId,
  type Status,
} from '../reconcile/index.ts';

/**
 * A state as a document for programs. One that waits is `failed` there: a program asks whether Flux
 * gets through, `dependsOn` names what it waits for, and the diagnostics say why.
 */
export function stateAsJson({
  kustomizations,
  releases,
  resourceSets,
  diagnostics,
}: ClusterState): string {
  const printed = {
    kustomizations: kustomizations.map((each) => {
      const { id, path, dependsOn } = shownParts(each);
      const { inventory, objects } = each;
      const status = each.status === 'waiting' ? 'failed' : each.status;
      return { id, path, status, dependsOn, inventory: inventory.length > 0 ? idsOf(objects) : [] };
    }),
    releases: releases.map((each) => {
      const { id, chart } = shownParts(each);
      const owner = kustomizations.find((kustomization) => kustomization.id === each.owner);
      return {
        id,
        owner: owner ? shownParts(owner).id : each.owner,
        status: each.status,
        ...(chart !== undefined && { chart }),
        objects: each.objects.map((object) => inventoryId(shownId(object))),
        crds: each.crds.map((object) => inventoryId(shownId(object))),
      };
    }),
    resourceSets: resourceSets.map((each) => {
      const { status, owner, inventory, objects } = each;
      const parent = kustomizations.find((kustomization) => kustomization.id === owner);
      return {
        id: (each.shown ?? each).id,
        owner: parent ? shownParts(parent).id : owner,
        status,
        inventory: inventory.length > 0 ? idsOf(objects) : [],
      };
    }),
    diagnostics,
  };
  return JSON.stringify(printed, null, 2);
}

/** What may be printed of a Kustomization or release: names can hold what came from a Secret. */
function shownParts<Each extends ReconciledKustomization | ReconciledRelease>(
  each: Each,
): Each | NonNullable<Each['shown']> {
  return each.shown ?? each;
}

function idsOf(objects: readonly ReconciledObject[]): readonly string[] {
  return objects.map((object) => inventoryId(shownId(object))).sort();
}

/** Prints a state for people: tables, then what is wrong, then counts. */
export function printState(state: ClusterState): void {
  const { kustomizations, releases, resourceSets, diagnostics } = state;
  const paint = painterFor(process.stdout, process.env);
  const rows = kustomizations.map((each) => {
    const { id, dependsOn } = shownParts(each);
    const { status, inventory } = each;
    return { status, cells: [id, status, String(inventory.length), dependsOn.join(', ')] };
  });
  printTable(['KUSTOMIZATION', 'STATUS', 'OBJECTS', 'WAITS FOR'], rows, paint);
  const charts = releases.map((each) => {
    const { id, chart } = shownParts(each);
    const { status, objects } = each;
    const version = chart ? `${chart.name} ${chart.version}` : '';
    return { status, cells: [id, status, String(objects.length), version] };
  });
  printTable(['HELM RELEASE', 'STATUS', 'OBJECTS', 'CHART'], charts, paint);
  const sets = resourceSets.map((each) => ({
    status: each.status,
    cells: [(each.shown ?? each).id, each.status, String(each.objects.length)],
  }));
  printTable(['RESOURCE SET', 'STATUS', 'OBJECTS'], sets, paint);
  const errors = painterFor(process.stderr, process.env);
  for (const each of diagnostics) console.error(formatDiagnostic(each, errors));
  const counts = [
    plural(kustomizations.length, 'Kustomization'),
    plural(countObjects(kustomizations), 'object'),
    ...(releases.length > 0 ? [plural(releases.length, 'Helm release')] : []),
    ...(resourceSets.length > 0 ? [plural(resourceSets.length, 'ResourceSet')] : []),
  ];
  const failures = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (failures > 0) counts.push(plural(failures, 'error'));
  console.log(counts.join(', '));
}

const paints = {
  applied: undefined,
  suspended: 'dim',
  waiting: 'yellow',
  opaque: 'yellow',
  failed: 'red',
} as const;

interface Row {
  readonly status: Status;
  /** The second one is the status. */
  readonly cells: readonly string[];
}

function printTable(heads: readonly string[], rows: readonly Row[], paint: Painter): void {
  if (rows.length === 0) return;
  const shown = rows.map(({ status, cells }) => ({ status, cells: cells.map(printable) }));
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...shown.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const pad = (cells: readonly string[]): string[] =>
    cells.map((cell, column) =>
      column === cells.length - 1 ? cell : cell.padEnd(widths[column] ?? 0),
    );
  console.log(fitLine(paint.bold(pad(heads).join('  ')), process.stdout));
  for (const { status, cells } of shown) {
    const [id = '', word = '', ...rest] = pad(cells);
    const name = paints[status];
    const painted = name === undefined ? word : paint[name](word);
    console.log(fitLine([id, painted, ...rest].join('  ').trimEnd(), process.stdout));
  }
}

function countObjects(kustomizations: ClusterState['kustomizations']): number {
  return kustomizations.reduce((sum, { inventory }) => sum + inventory.length, 0);
}
