import { formatDiagnostic, type Painter, printable } from '../core/index.ts';
import { inventoryId } from '../flux/index.ts';
import { painterFor } from '../io/terminal.ts';
import type { ClusterState, Status } from '../reconcile/index.ts';

/** A state as a document for programs. */
export function stateAsJson({
  kustomizations,
  releases,
  resourceSets,
  diagnostics,
}: ClusterState): string {
  const printed = {
    kustomizations: kustomizations.map(({ id, path, status, dependsOn, inventory }) => ({
      id,
      path,
      status,
      dependsOn,
      inventory,
    })),
    releases: releases.map(({ id, owner, status, chart, objects, crds }) => ({
      id,
      owner,
      status,
      ...(chart !== undefined && { chart }),
      objects: objects.map((object) => inventoryId(object.id)),
      crds: crds.map((object) => inventoryId(object.id)),
    })),
    resourceSets: resourceSets.map(({ id, owner, status, inventory }) => ({
      id,
      owner,
      status,
      inventory,
    })),
    diagnostics,
  };
  return JSON.stringify(printed, null, 2);
}

/** Prints a state for people: tables, then what is wrong, then counts. */
export function printState(state: ClusterState): void {
  const { kustomizations, releases, resourceSets, diagnostics } = state;
  const paint = painterFor(process.stdout, process.env);
  const rows = kustomizations.map(({ id, status, inventory, dependsOn }) => ({
    status,
    cells: [id, status, String(inventory.length), dependsOn.join(', ')],
  }));
  printTable(['KUSTOMIZATION', 'STATUS', 'OBJECTS', 'WAITS FOR'], rows, paint);
  const charts = releases.map(({ id, status, objects, chart }) => ({
    status,
    cells: [id, status, String(objects.length), chart ? `${chart.name} ${chart.version}` : ''],
  }));
  printTable(['HELM RELEASE', 'STATUS', 'OBJECTS', 'CHART'], charts, paint);
  const sets = resourceSets.map(({ id, status, objects }) => ({
    status,
    cells: [id, status, String(objects.length)],
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

const paints = { applied: undefined, suspended: 'dim', opaque: 'yellow', failed: 'red' } as const;

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
  console.log(paint.bold(pad(heads).join('  ')));
  for (const { status, cells } of shown) {
    const [id = '', word = '', ...rest] = pad(cells);
    const name = paints[status];
    console.log([id, name === undefined ? word : paint[name](word), ...rest].join('  ').trimEnd());
  }
}

function countObjects(kustomizations: ClusterState['kustomizations']): number {
  return kustomizations.reduce((sum, { inventory }) => sum + inventory.length, 0);
}

function plural(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
