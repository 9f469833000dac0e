/** How grave a finding is; `off` leaves it out. */
export type Severity = 'error' | 'warning' | 'off';

/**
 * A rule of a team's own: what `cluster.rules([…])` takes. Validation's and plan's rules extend it,
 * and say what they look at by `about`.
 */
export interface OwnRule {
  /** `objects`: what is applied. `changes`: what becomes of it. */
  readonly about: 'objects' | 'changes';
  /** The name under which it reports, is suppressed and has its severity: lower case, with `-`. */
  readonly code: string;
}
