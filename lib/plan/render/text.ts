import { type Diagnostic, type Painter, plainPainter, printable } from '../../core/index.ts';
import type { Change, ClusterPlan, Level, Plan } from '../plan.ts';
import {
  changesText,
  diagnosticsOf,
  diagnosticText,
  levelOf,
  noteOf,
  objectText,
  ownersText,
  remediesOf,
  summaryOf,
  tagsText,
  verbs,
} from './words.ts';

const ranks = { danger: 0, caution: 1 } as const;

function rank(change: Change): number {
  const level = levelOf(change);
  return level === undefined ? 2 : ranks[level];
}

/**
 * A plan for a terminal: what is not known, then dangers first, one line an object, in columns. Names are printed so that
 * no terminal obeys what is in them.
 *
 * @returns text without a final newline
 */
export function renderText(plan: Plan, paint: Painter = plainPainter): string {
  const clusters = plan.clusters.map((cluster) => clusterText(cluster, paint));
  const remedies = [...remediesOf(plan)].map(([code, remedy]) => `  ${printable(code)}: ${remedy}`);
  return [
    ...clusters,
    ...(remedies.length > 0 ? [[paint.bold('What to do'), ...remedies].join('\n')] : []),
    [
      summaryOf(plan),
      ...(plan.stages.length > 0 ? ['A safe order exists: sluice plan --stage 1'] : []),
    ].join('\n'),
  ].join('\n\n');
}

function clusterText(cluster: ClusterPlan, paint: Painter): string {
  const { name, changes, risks, images } = cluster;
  const unknown = diagnosticsOf(cluster).map(
    (each) => `  ${levelText(each.severity, paint)}  ${printable(diagnosticText(each))}`,
  );
  const isEmpty = changes.length === 0 && risks.length === 0;
  const title = paint.bold(printable(name)) + (isEmpty ? ` · ${changesText([cluster])}` : '');
  if (isEmpty && unknown.length === 0 && images.length === 0) return title;
  const kept = images.map((each) => ({
    level: undefined,
    cells: ['keep', `image ${each.image}`, each.app].map(printable),
    note: printable(tagsText(each)),
    source: '',
  }));
  const lines = linesOf([...rowsOf(changes, paint), ...kept], paint);
  const sets = risks.map(
    ({ level, message }) => `  ${levelText(level, paint)}  ${printable(message)}`,
  );
  return [title, '', ...unknown, ...sets, ...lines].join('\n');
}

/** What becomes of objects, the gravest first: a line each, in columns. */
export function changeLines(changes: readonly Change[], paint: Painter): readonly string[] {
  return linesOf(rowsOf(changes, paint), paint);
}

interface Row {
  readonly level: Level | undefined;
  readonly cells: readonly string[];
  readonly note: string;
  readonly source: string;
}

function rowsOf(changes: readonly Change[], paint: Painter): readonly Row[] {
  const sorted = changes.toSorted((a, b) => rank(a) - rank(b));
  return sorted.map((change) => ({
    level: levelOf(change),
    cells: [verbs[change.action], objectText(change), ownersText(change)].map(printable),
    note: printable(noteOf(change)),
    source: change.source === undefined ? '' : paint.dim(printable(change.source)),
  }));
}

function linesOf(rows: readonly Row[], paint: Painter): readonly string[] {
  const widths = [0, 1, 2].map((column) =>
    rows.reduce((width, { cells }) => Math.max(width, cells[column]?.length ?? 0), 0),
  );
  return rows.map(({ level, cells, note, source }) => {
    const columns = cells.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    const last = [note, source].filter((each) => each !== '');
    return `  ${levelText(level, paint)}  ${[...columns, ...last].join('  ')}`.trimEnd();
  });
}

function levelText(level: Level | Diagnostic['severity'] | undefined, paint: Painter): string {
  const text = (level ?? '').padEnd('caution'.length);
  if (level === 'danger' || level === 'error') return paint.red(text);
  return level === undefined ? text : paint.yellow(text);
}
