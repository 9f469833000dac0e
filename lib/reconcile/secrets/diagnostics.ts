import { type Diagnostic, diagnosticCodes, type Location } from '../../core/index.ts';

/**
 * What may be said of diagnostics of a run that has the values of Secrets: what a run without them
 * says in their place, else only what their codes mean.
 *
 * @param real all of the run that has the values: these are the ones that count
 * @param shown those of the run that has none
 * @param names the objects that may be named
 */
export function shownDiagnostics(
  real: readonly Diagnostic[],
  shown: readonly Diagnostic[],
  names: ReadonlySet<string>,
): readonly Diagnostic[] {
  const others = new Map<string, Diagnostic[]>();
  for (const each of shown) {
    const key = JSON.stringify(each);
    others.set(key, [...(others.get(key) ?? []), each]);
  }
  const same = real.map((each) => others.get(JSON.stringify(each))?.pop());
  const left = [...others.values()].flat();
  return real.map((each, index) => {
    const found = same[index];
    if (found !== undefined) return found;
    const place = left.findIndex((other) => isOfOneKind(each, other));
    return left.splice(place < 0 ? left.length : place, 1)[0] ?? covered(each, names);
  });
}

function isOfOneKind(a: Diagnostic, b: Diagnostic): boolean {
  return (
    a.code === b.code &&
    a.severity === b.severity &&
    a.location.file === b.location.file &&
    a.location.object?.split(' ')[0] === b.location.object?.split(' ')[0]
  );
}

function covered({ code, severity, location }: Diagnostic, names: ReadonlySet<string>): Diagnostic {
  const message = `${diagnosticCodes[code]}; the reason holds a secret value and is not shown`;
  const { file, line, object } = location;
  const shown: Location = {
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(object !== undefined && names.has(object) && { object }),
  };
  return { code, severity, message, location: shown };
}
