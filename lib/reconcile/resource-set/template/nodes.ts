/** The tree of a template. */

export type Operand =
  | { readonly kind: 'literal'; readonly value: string | boolean }
  | NumberOperand
  | { readonly kind: 'nil' }
  | { readonly kind: 'dot' }
  | { readonly kind: 'field'; readonly names: readonly string[] }
  | { readonly kind: 'variable'; readonly name: string; readonly names: readonly string[] }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'chain'; readonly of: Operand; readonly names: readonly string[] }
  | { readonly kind: 'pipeline'; readonly pipeline: Pipeline };

export interface NumberOperand {
  readonly kind: 'number';
  /** Undefined for one that is not whole. */
  readonly whole: bigint | undefined;
  readonly float: number;
  /** Whether it is written as a float. */
  readonly isFloat: boolean;
}

/** What is called or taken first, and its arguments. */
export type Command = readonly [Operand, ...Operand[]];

export interface Pipeline {
  /** Variables that take the value, `$` included. */
  readonly variables: readonly string[];
  /** Whether the variables are there already. */
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

export interface Branch {
  readonly kind: 'if' | 'with' | 'range';
  readonly pipeline: Pipeline;
  readonly body: readonly Node[];
  readonly otherwise: readonly Node[] | undefined;
}

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipeline: Pipeline }
  | Branch
  | { readonly kind: 'template'; readonly name: string; readonly pipeline: Pipeline | undefined }
  | { readonly kind: 'break' | 'continue' };

export interface Template {
  readonly body: readonly Node[];
  /** Those of `define` and `block`, by name. */
  readonly named: ReadonlyMap<string, readonly Node[]>;
}
