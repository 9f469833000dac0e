import type { Finding, Location, Severity } from '../core/index.ts';
import { kindKey, type ObjectId } from '../kubernetes/index.ts';
import type { ClusterState, Status } from '../reconcile/state.ts';
import { collectSubjects } from './collect.ts';
import { Places, type TreeFiles } from './places.ts';
import type { Complaint, Rule } from './rule.ts';
import { defaultRules } from './rules.ts';
import { nearestVersion, type SchemaOptions } from './schema/index.ts';
import type { Subject } from './subject.ts';
import type { Subjects } from './subjects.ts';
import { type Suppressed, type Suppression, Suppressions } from './suppressions.ts';

/** What validation can be told beside the state. */
export interface ValidateOptions extends TreeFiles {
  /** The environment of the cluster, where it is known. */
  readonly environment?: string;
  /** Minor version of Kubernetes, such as `1.34`. Default: the newest whose schemas are shipped. */
  readonly kubernetes?: string;
  /** What is known of kinds; without it, objects are not compared with their schemas. */
  readonly schemas?: Omit<SchemaOptions, 'kubernetes'>;
  /** How grave findings are here, by code, where it is not what the rule says. */
  readonly severities?: Readonly<Record<string, Severity>>;
  readonly suppressions?: readonly Suppression[];
  /**
   * Whose workloads the rules of practice judge: everybody's, those that the program makes, nobody's.
   * @default own
   */
  readonly practice?: 'all' | 'own' | 'none';
  /**
   * Whether somebody wants to read a finding, told without its place, which takes time to find.
   * Default: all of them
   */
  readonly isWanted?: (finding: Finding) => boolean;
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
  const places = new Places(options);
  const { severities = {}, environment = '', practice = 'own', suppressions = [] } = options;
  const { kubernetes = '', schemas, isWanted = () => true } = options;
  const kinds = schemas && { ...schemas, kubernetes: nearestVersion(kubernetes) };
  const clusters = collectSubjects(state, options, kinds);
  const all = new Suppressions(
    suppressions,
    clusters.flatMap((each) => each.all),
  );
  const levelOf = (code: string, usual: Severity): Severity => severities[code] ?? usual;
  const findings: Finding[] = [];
  const skipped = new Set<string>();
  const byName = new Map(clusters.flatMap((each) => each.all).map((each) => [each.name, each]));
  const add = (finding: Finding, subject: Subject | undefined): void => {
    if (!all.take(finding, subject)) findings.push(finding);
  };
  for (const each of state.diagnostics) {
    const severity = levelOf(each.code, each.severity);
    const subject = byName.get(each.location.object ?? '');
    if (severity === 'off' || !isWanted(each)) continue;
    add({ ...places.withPlace(each, subject), severity }, subject);
  }
  const rules = [...defaultRules, ...(options.rules ?? [])];
  for (const rule of rules) {
    const severity = levelOf(rule.code, rule.levels?.[environment] ?? rule.level);
    if (severity === 'off' || (rule.set === 'practice' && practice === 'none')) {
      skipped.add(rule.code);
      continue;
    }
    for (const complaint of clusters.flatMap((cluster) => complaintsOf(rule, cluster))) {
      if (rule.set === 'practice' && practice === 'own' && !isOwn(complaint.subject, options))
        continue;
      const finding = findingOf(rule, severity, complaint);
      if (!isWanted(finding)) continue;
      add(placed(finding, complaint, places), complaint.subject);
    }
  }
  // What is not known here may be what a suppression is about.
  if (isWhole(state)) findings.push(...all.unused(skipped));
  return {
    name: state.name,
    objects: clusters.reduce((sum, { all: subjects }) => sum + subjects.length, 0),
    findings: withoutReplaced(findings, rules).sort(compareFindings),
    suppressed: all.taken,
  };
}

/** What says only that something is not known where charts, other sources and keys are not at hand. */
const unknown = new Set([
  ...['opaque-chart', 'sealed-object', 'unknown-kind', 'unknown-source', 'unknown-values'],
]);

/** Whether a finding says more than that something is not known here. */
export function isKnowledge({ code }: Finding): boolean {
  return !unknown.has(code);
}

/** Findings without those of which a rule says more. */
function withoutReplaced(findings: readonly Finding[], rules: readonly Rule[]): Finding[] {
  const keyOf = (code: string, { object = '' }: Location): string => `${code} ${object}`;
  const said = new Set(
    rules.flatMap(({ code, replaces = [] }) =>
      findings
        .filter((each) => each.code === code)
        .flatMap(({ location }) => replaces.map((other) => keyOf(other, location))),
    ),
  );
  return findings.filter(({ code, location }) => !said.has(keyOf(code, location)));
}

/** Whether all that would be applied is known. */
function isWhole({ kustomizations, releases, resourceSets }: ClusterState): boolean {
  const isKnown = ({ status }: { readonly status: Status }): boolean =>
    status === 'applied' || status === 'suspended';
  const named = kustomizations.flatMap(({ objects }) => objects).filter(isRelease).length;
  return (
    [...kustomizations, ...releases, ...resourceSets].every(isKnown) && releases.length >= named
  );
}

function isRelease({ id }: { readonly id: ObjectId }): boolean {
  return kindKey(id) === 'HelmRelease.helm.toolkit.fluxcd.io';
}

/** Whether the program makes an object itself, and no chart does. */
function isOwn({ owner, file }: Subject, { originOf }: ValidateOptions): boolean {
  return owner.kind !== 'HelmRelease' && file !== undefined && originOf?.(file) !== undefined;
}

function findingOf(
  { code, remedy }: Rule,
  severity: Finding['severity'],
  complaint: Complaint,
): Finding {
  const { subject, at, message, hint = remedy } = complaint;
  const field = at && subject.formatPath(at.path);
  const what = { object: subject.name, ...(field !== undefined && field !== '' && { field }) };
  return { code, severity, message, location: what, hint };
}

function placed(finding: Finding, complaint: Complaint, places: Places): Finding {
  const { owner } = complaint.subject;
  const { location, related } = places.of(complaint);
  const installer = owner.kind === 'Kustomization' ? undefined : owner.subject;
  const others = [...related, ...(installer ? [{ object: installer.name }] : [])];
  return {
    ...finding,
    location: { ...location, ...finding.location },
    ...(others.length > 0 && { related: others }),
  };
}

/** What a rule says; what a team's own rule throws ends no other. */
function complaintsOf(rule: Rule, cluster: Subjects): readonly Complaint[] {
  if (rule.set !== 'own') return [...rule.check(cluster)];
  try {
    return [...rule.check(cluster)];
  } catch (error) {
    const [subject] = cluster.all;
    // Its message may hold what the rule looked at.
    const name = error instanceof Error ? error.name : 'an error';
    const hint = 'Mend the rule.';
    return subject === undefined ? [] : [{ subject, message: `the rule threw ${name}`, hint }];
  }
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
