import type { Finding, Location, Severity } from '../core/index.ts';
import { lineOfField } from '../kubernetes/index.ts';
import type { ClusterState } from '../reconcile/state.ts';
import { collectSubjects } from './collect.ts';
import type { Complaint, Rule } from './rule.ts';
import { defaultRules } from './rules.ts';
import type { Subject } from './subject.ts';
import { type Suppressed, type Suppression, Suppressions } from './suppressions.ts';

/** Where people change what stands in a file of a tree. */
export interface Origin {
  /** Path of the construct that makes it. */
  readonly construct: string;
  /** `file:line` in the program, where a person's code made the construct. */
  readonly source?: string;
}

/** What validation can be told beside the state. */
export interface ValidateOptions {
  /** The text of a file of the tree: lines are looked up in it, and markers of images. */
  readonly textOf: (file: string) => string | undefined;
  /** Where a file of the tree comes from. */
  readonly originOf?: (file: string) => Origin | undefined;
  /** The environment of the cluster, where it is known. */
  readonly environment?: string;
  /** How grave findings are here, by code, where it is not what the rule says. */
  readonly severities?: Readonly<Record<string, Severity>>;
  readonly suppressions?: readonly Suppression[];
  /**
   * Whose workloads the rules of practice judge: everybody's, those that the program makes, nobody's.
   * @default own
   */
  readonly practice?: 'all' | 'own' | 'none';
  /** Rules beside those of Sluice. */
  readonly rules?: readonly Rule[];
}

/** What is wrong with what is applied to a cluster. */
export interface Validation {
  /** The name of the cluster. */
  readonly name: string;
  readonly objects: number;
  /** Errors first; the order depends on nothing but what is found. */
  readonly findings: readonly Finding[];
  /** What would have been found, had a person not said why it is right. */
  readonly suppressed: readonly Suppressed[];
}

/** Judges what Flux would apply, by all rules, as the cluster and its team would. */
export function validate(state: ClusterState, options: ValidateOptions): Validation {
  const { severities = {}, environment = '', practice = 'own', suppressions = [] } = options;
  const clusters = collectSubjects(state, options.textOf);
  const all = new Suppressions(
    suppressions,
    clusters.flatMap((each) => each.all),
  );
  const levelOf = (code: string, usual: Severity): Severity => severities[code] ?? usual;
  const findings: Finding[] = [];
  const asked = new Set<string>();
  for (const each of state.diagnostics) {
    const severity = levelOf(each.code, each.severity);
    if (severity !== 'off') findings.push({ ...each, severity });
  }
  for (const rule of [...defaultRules, ...(options.rules ?? [])]) {
    const severity = levelOf(rule.code, rule.levels?.[environment] ?? rule.level);
    if (severity === 'off' || (rule.set === 'practice' && practice === 'none')) continue;
    asked.add(rule.code);
    for (const complaint of clusters.flatMap((cluster) => [...rule.check(cluster)])) {
      if (rule.set === 'practice' && practice === 'own' && !isOwn(complaint.subject, options))
        continue;
      const finding = findingOf(rule, severity, complaint, options);
      if (!all.take(finding, complaint.subject)) findings.push(finding);
    }
  }
  findings.push(...all.unused(asked));
  return {
    name: state.name,
    objects: clusters.reduce((sum, { all: subjects }) => sum + subjects.length, 0),
    findings: findings.sort(compareFindings),
    suppressed: all.taken,
  };
}

/** Whether the program makes an object itself, and no chart does. */
function isOwn({ owner, file }: Subject, { originOf }: ValidateOptions): boolean {
  return owner.kind !== 'HelmRelease' && file !== undefined && originOf?.(file) !== undefined;
}

function findingOf(
  { code, remedy }: Rule,
  severity: Finding['severity'],
  complaint: Complaint,
  options: ValidateOptions,
): Finding {
  const { subject, at, message, hint = remedy } = complaint;
  const { owner } = subject;
  const field = at && subject.formatPath(at.path);
  const place = placeOf(complaint, options);
  const origin = place.file === undefined ? undefined : options.originOf?.(place.file);
  const [source, row] = splitPlace(origin?.source);
  const location: Location = {
    ...(origin && { construct: origin.construct }),
    object: subject.name,
    ...(field !== undefined && field !== '' && { field }),
    ...(source === undefined ? place : { file: source, ...(row !== undefined && { line: row }) }),
  };
  const related: Location[] = [
    ...(source === undefined ? [] : [place]),
    ...(owner.kind !== 'Kustomization' && owner.subject ? [{ object: owner.subject.name }] : []),
  ];
  return { code, severity, message, location, ...(related.length > 0 && { related }), hint };
}

/** The line in the tree where a complaint is about. */
function placeOf({ subject, at, place }: Complaint, { textOf }: ValidateOptions): Location {
  if (place !== undefined) return place;
  const { owner, file } = subject;
  if (file === undefined) return {};
  // What a chart or a template makes stands in no file; where it is mended, does.
  const isWritten = owner.kind === 'Kustomization';
  const written = isWritten ? subject : owner.subject;
  const text = textOf(file);
  const line = text && written && lineOfField(text, written.id, isWritten ? (at?.path ?? []) : []);
  return { file, ...(typeof line === 'number' && { line }) };
}

/** `main.ts:14` in parts. */
function splitPlace(place = ''): readonly [file: string | undefined, line: number | undefined] {
  const [, file, line] = /^(.+):(\d+)$/.exec(place) ?? [];
  return [file, line === undefined ? undefined : Number(line)];
}

function compareFindings(a: Finding, b: Finding): number {
  const [first, second] = [a, b].map((each) =>
    [
      each.severity,
      each.location.object ?? '',
      each.code,
      each.location.field ?? '',
      each.message,
      each.location.file ?? '',
    ].join('\n'),
  );
  return (first ?? '') < (second ?? '') ? -1 : Number(first !== second);
}
