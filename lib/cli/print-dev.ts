import { type Finding, formatDiagnostic, plural, printable } from '../core/index.ts';
import { painterFor } from '../io/terminal.ts';
import { renderJson, renderText } from '../plan/index.ts';
import type { DevResult } from './dev-plan.ts';

/** A result with what led to it. */
export interface DevReport extends DevResult {
  /** The files that were saved since the last one. */
  readonly changed: readonly string[];
  readonly milliseconds: number;
}

/** The most files that are named. */
const mostNamed = 3;

/** Says that what is shown is being made anew, on a terminal. */
export function printWorking(changed: readonly string[]): void {
  if (process.stdout.isTTY) process.stdout.write(`\u001b[2J\u001b[H${filesText(changed)} …\n`);
}

/** Prints a result, on a terminal in the place of the last one. */
export function printReport(report: DevReport, isJson: boolean): void {
  if (isJson) {
    console.log(reportAsJson(report));
    return;
  }
  const { findings, known, plan, changed, milliseconds } = report;
  const paint = painterFor(process.stdout, process.env);
  if (process.stdout.isTTY) process.stdout.write('\u001b[2J\u001b[H');
  console.log(paint.dim(`${filesText(changed)} · ${String(milliseconds)} ms`));
  for (const each of findings.toSorted(gravestFirst)) console.log(formatDiagnostic(each, paint));
  if (known > 0) {
    console.log(paint.dim(`${plural(known, 'finding')} of the base as well: sluice validate`));
  }
  if (plan !== undefined) console.log(`\n${renderText(plan, paint)}\n`);
}

function filesText(changed: readonly string[]): string {
  if (changed.length === 0) return 'the program';
  const named = changed.slice(0, mostNamed).map(printable).join(', ');
  const more = changed.length - mostNamed;
  return more > 0 ? `${named} and ${plural(more, 'more file')}` : named;
}

function gravestFirst(a: Finding, b: Finding): number {
  return Number(b.severity === 'error') - Number(a.severity === 'error');
}

function reportAsJson({ plan, ...rest }: DevReport): string {
  const printed: unknown = plan && JSON.parse(renderJson(plan));
  return JSON.stringify({ version: 1, ...rest, plan: printed });
}
