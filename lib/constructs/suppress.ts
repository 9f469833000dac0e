import type { IConstruct } from 'constructs';
import type { DiagnosticCode, SourcePlace } from '../core/index.ts';
import { clusterOf } from './private/cluster-scope.ts';
import { recordedPlace, recordPlace } from './private/place.ts';

/** The name of a rule: one of Sluice's, or of a team's own. */
export type RuleCode = DiagnosticCode | (string & {});

/** What a person said about findings in the program. */
export interface SaidSuppression {
  readonly construct: IConstruct;
  readonly code: RuleCode;
  readonly reason: string;
}

/** Where a cluster keeps what was said below it, by a name that two loaded copies share. */
const said = Symbol.for('sluice.suppressions');

interface Holder {
  [said]: SaidSuppression[] | undefined;
}

/**
 * Says that what a rule finds in the objects of a construct, and of all below it, is right as it is.
 * The reason stands in the report of `sluice validate`; nothing of it stands in the manifests. One that
 * suppresses nothing any more is reported.
 *
 * @param construct in a cluster: an object, what makes several, an app or the cluster itself
 * @param code the rule, by the name under which it reports
 * @param reason why it is right, for whoever reads the report
 * @example suppress(registry, 'missing-secret', 'the token is made by hand, once a year')
 */
export function suppress(construct: IConstruct, code: RuleCode, reason: string): void {
  if (reason.trim() === '') throw new Error('suppress() needs the reason why');
  const holder = clusterOf(construct) as Partial<Holder>;
  const suppression = { construct, code, reason };
  recordPlace(suppression, suppress);
  (holder[said] ??= []).push(suppression);
}

/** What was said below a cluster, in the order in which it was. */
export function suppressionsIn(cluster: IConstruct): readonly SaidSuppression[] {
  return (cluster as Partial<Holder>)[said] ?? [];
}

/** Where a person said it. */
export function placeOfSuppression(suppression: SaidSuppression): SourcePlace | undefined {
  return recordedPlace(suppression);
}
