/** A place in a person's source: where a construct was created or a value was written. */
export interface SourcePlace {
  /** Path of the source file, absolute or relative to the project. */
  readonly file: string;
  /** Line, from 1. */
  readonly line: number;
  /** Column, from 1. */
  readonly column?: number;
}

/**
 * Where something is to be mended. Every part is optional, because each stage knows
 * another part: synth knows the construct, the offline Flux knows the file.
 */
export interface Location {
  /** Path of the construct in the program, such as `home/podinfo/web`. */
  readonly construct?: string;
  /** The object as `Kind namespace/name`. */
  readonly object?: string;
  /** Path of a field inside the object, such as `spec.replicas`. */
  readonly field?: string;
  /** File in which a person would mend it. */
  readonly file?: string;
  /** Line in that file, from 1. */
  readonly line?: number;
  /** Column in that line, from 1. */
  readonly column?: number;
}
