import { formatDiagnostic, type Location, type Painter, printable } from '../core/index.ts';
import { changeLines, printed, published } from '../plan/index.ts';
import type { Applier, Explanation, Related } from './explain.ts';

/** The version of the form that explanations have as JSON. */
const version = 1;

/** Explanations for machines. */
export function explanationsAsJson(found: readonly Explanation[]): string {
  const explanations = found.map(({ removal, ...each }) => ({
    ...each,
    removal: { ...removal, changes: removal.changes.map(published) },
  }));
  return JSON.stringify({ version, explanations }, printed, 2);
}

/** An explanation for a terminal, without a final newline. */
export function explanationText(explanation: Explanation, paint: Painter): string {
  const { cluster, object, writtenAt, renderedAt, removal } = explanation;
  const { appliedBy, applies, needs, neededBy } = explanation;
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['written', placeLines(writtenAt)],
    ['rendered', renderedAt.flatMap(placeLines)],
    ['applied by', [appliedBy.map(applierText).join(' ← ').replaceAll('← Kustomization ', '← ')]],
    ['applies', applies.map(printable)],
    ['needs', relatedLines(needs, paint)],
    ['needed by', relatedLines(neededBy, paint)],
  ];
  const { changes, risks, findings } = removal;
  const without = [
    ...risks.map(({ message }) => `  ${paint.yellow('caution')}  ${printable(message)}`),
    ...changeLines(changes, paint),
    ...findings.flatMap((finding) =>
      formatDiagnostic(finding, paint)
        .split('\n')
        .map((line) => `  ${line}`),
    ),
  ];
  return [
    `${paint.bold(printable(object))}  ${paint.dim(printable(cluster))}`,
    ...rows.flatMap(([title, lines]) => titled(title, lines)),
    '',
    paint.bold('Without it'),
    ...(without.length > 0 ? without : ['  nothing changes in the cluster']),
  ].join('\n');
}

const titleWidth = 12;

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => (index === 0 ? title : '').padEnd(titleWidth) + line);
}

function placeLines({ construct, file, line }: Location): readonly string[] {
  const place = file === undefined ? undefined : line === undefined ? file : `${file}:${line}`;
  const parts = [place, construct].filter((part) => part !== undefined);
  return parts.length === 0 ? [] : [parts.map(printable).join('  ')];
}

function applierText({ object, status }: Applier): string {
  return printable(status === 'applied' ? object : `${object} (${status})`);
}

function relatedLines(related: readonly Related[], paint: Painter): readonly string[] {
  const width = Math.max(0, ...related.map(({ object }) => printable(object).length));
  return related.map(
    ({ object, field }) => `${printable(object).padEnd(width)}  ${paint.dim(printable(field))}`,
  );
}
