import type { DiagnosticCode, OwnRule, Severity } from '../core/index.ts';
import type { Field } from './field.ts';
import type { Subject } from './subject.ts';
import type { Subjects } from './subjects.ts';

/**
 * What a rule is part of.
 *
 * - `schema`: what the API server would refuse of one object
 * - `references`: what one object names and another should be
 * - `flux`: what Flux would do that nobody wants
 * - `security`: what a namespace says that it refuses
 * - `practice`: what runs, and will not run well
 * - `own`: what a team wants
 */
export type RuleSet = 'schema' | 'references' | 'flux' | 'security' | 'practice' | 'own';

/** What a rule has to say of one object. */
export interface Complaint {
  readonly subject: Subject;
  /** Where in the object it is to be mended. */
  readonly at?: Field;
  /** A line of a file, where that is not the place of a field. */
  readonly place?: { readonly file: string; readonly line: number };
  /** One sentence without a full stop at its end. It holds nothing that is not to be shown. */
  readonly message: string;
  /** What to do, where it is another thing than the rule's remedy. */
  readonly hint?: string;
}

/** Something that can be wrong with what is applied. */
export interface Rule extends OwnRule {
  readonly about: 'objects';
  readonly level: Exclude<Severity, 'off'>;
  /** Environments that are judged otherwise, by name. */
  readonly levels?: Readonly<Record<string, Severity>>;
  readonly set: RuleSet;
  /** Codes of the offline Flux that say less of the same object. */
  readonly replaces?: readonly DiagnosticCode[];
  /** Looks at all objects of a cluster. */
  check(cluster: Subjects): Iterable<Complaint>;
  /** What to do about it. */
  readonly remedy: string;
}
