import type { Path } from '../path.ts';

/** Why the API server would refuse an object, or why that is not known (`unjudged`). */
export interface SchemaProblem {
  readonly path: Path;
  /** What is wrong there, in a few words that follow the path. Holds no value of the object. */
  readonly message: string;
  readonly kind:
    | 'unknown-field'
    | 'wrong-type'
    | 'missing-field'
    | 'wrong-value'
    | 'duplicate-item'
    | 'cel'
    | 'forbidden'
    /** A limit of our own ended a rule, which the API server might have an answer to. */
    | 'unjudged';
}
