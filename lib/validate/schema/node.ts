import type { JsonValue } from '../../kubernetes/index.ts';
import type { DefinitionRules, FieldRule } from './builtin/rules.ts';

/** What a value must be. `any` is JSON that nobody declared. */
export type NodeType =
  | 'object'
  | 'array'
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'int-or-string'
  | 'quantity'
  | 'any';

/** A rule in CEL, as a CRD states it (`x-kubernetes-validations`). */
export interface RuleSource {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/** Limits of a single value. Lengths count Unicode characters, as the API server does. */
export interface Limits {
  readonly enum?: readonly JsonValue[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

/** A schema, made ready: compiled once, walked for each object. Nodes of Kubernetes may be circular. */
export interface Node {
  type: NodeType;
  nullable: boolean;
  properties: Map<string, Node> | undefined;
  required: readonly string[];
  /** The schema of values under keys that are not declared. */
  values: Node | undefined;
  /** Whether undeclared keys are kept, whatever they hold. */
  open: boolean;
  items: Node | undefined;
  list: 'atomic' | 'map' | 'set';
  keys: readonly string[];
  default: JsonValue | undefined;
  limits: Limits | undefined;
  allOf: readonly Node[];
  anyOf: readonly Node[];
  oneOf: readonly Node[];
  not: Node | undefined;
  /** Whether the value is a whole object with apiVersion, kind and metadata. */
  embedded: boolean;
  validations: readonly RuleSource[];
  /** Whether rules stand here or below, so that defaults must be followed too. */
  ruled: boolean;
  /** What Kubernetes checks in code: of the object, and of the value in its field. */
  check: DefinitionRules['check'];
  field: FieldRule | undefined;
}

export function newNode(type: NodeType): Node {
  return {
    type,
    nullable: false,
    properties: undefined,
    required: [],
    values: undefined,
    open: false,
    items: undefined,
    list: 'atomic',
    keys: [],
    default: undefined,
    limits: undefined,
    allOf: [],
    anyOf: [],
    oneOf: [],
    not: undefined,
    embedded: false,
    validations: [],
    ruled: false,
    check: undefined,
    field: undefined,
  };
}
