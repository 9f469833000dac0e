/** How a kind of secret looks, whoever holds it. */
export interface SecretShape {
  /** What it is, after "looks like". */
  readonly name: string;
  /** What it begins with or holds, as a regular expression: most text has none of these. */
  readonly mark: string;
  /** The whole of it. Tight: a false alarm stops a synthesis. */
  readonly pattern: RegExp;
}
