/** Where a problem stands: the keys and indices that lead to it, from the object's root. */
export type Path = readonly (string | number)[];

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

/** `spec.containers[0].ports`, with keys that are no words in brackets: `data["a.b"]`. */
export function formatPath(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${String(part)}]`;
      if (!/^[A-Za-z_$][\w$-]*$/.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}
