import { diagnosticCodes, type Finding } from '../../core/index.ts';
import type { Suppressed } from '../suppressions.ts';
import type { Validation } from '../validate.ts';
import { isOf, subjectOf } from './words.ts';

/** Findings as SARIF 2.1.0 (OASIS), which code scanners show beside the source. */
export function renderSarif(validations: readonly Validation[]): string {
  const found = validations.flatMap(({ findings, suppressed }) => [...findings, ...suppressed]);
  const codes = [...new Set(found.map(({ code }) => code))].sort();
  const rules = codes.map((id) => ({ id, shortDescription: { text: meaningOf(id) } }));
  const results = validations.flatMap(({ name, findings, suppressed }) =>
    [...findings, ...suppressed].map((each) => resultOf(name, each)),
  );
  const driver = { name: 'sluice', rules };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
  return JSON.stringify(log, null, 2);
}

function meaningOf(code: string): string {
  return isOf(code, diagnosticCodes) ? diagnosticCodes[code] : code;
}

function resultOf(cluster: string, finding: Finding | Suppressed): object {
  const { code, severity, message, location, hint } = finding;
  const text = [`${subjectOf(finding)}${message}.`, ...(hint === undefined ? [] : [hint])].join(
    ' ',
  );
  const { file, line, column, object } = location;
  const region =
    line === undefined
      ? {}
      : { region: { startLine: line, ...(column !== undefined && { startColumn: column }) } };
  const physical =
    file === undefined
      ? {}
      : { physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region } };
  const logical =
    object === undefined
      ? {}
      : { logicalLocations: [{ fullyQualifiedName: object, kind: 'object' }] };
  const place = { ...physical, ...logical };
  return {
    ruleId: code,
    level: severity,
    message: { text },
    ...(Object.keys(place).length > 0 && { locations: [place] }),
    properties: { cluster },
    ...('reason' in finding && {
      suppressions: [{ kind: 'inSource', justification: finding.reason }],
    }),
  };
}

/** A path as a relative reference: no part of it may read as something else. */
function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}
