import {
  formatDiagnostic,
  type Painter,
  plainPainter,
  plural,
  printable,
} from '../../core/index.ts';
import type { Validation } from '../validate.ts';

/** Findings for people: each with its place and its remedy, then what was suppressed, then counts. */
export function renderText(
  validations: readonly Validation[],
  paint: Painter = plainPainter,
): string {
  return validations.map((each) => renderCluster(each, paint)).join('\n\n');
}

function renderCluster(
  { name, objects, findings, suppressed }: Validation,
  paint: Painter,
): string {
  const blocks = findings.map((each) => formatDiagnostic(each, paint));
  const excused = suppressed.map(({ code, location, reason }) =>
    paint.dim(`suppressed ${code}  ${printable(location.object ?? '')}: ${printable(reason)}`),
  );
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const counts = [
    plural(objects, 'object'),
    plural(errors, 'error'),
    plural(findings.length - errors, 'warning'),
    ...(suppressed.length > 0 ? [`${suppressed.length} suppressed`] : []),
  ];
  return [...blocks, ...excused, `${paint.bold(printable(name))}  ${counts.join(', ')}`].join('\n');
}
