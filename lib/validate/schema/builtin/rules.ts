import type { JsonObject, JsonValue } from '../../../kubernetes/index.ts';
import type { Path } from '../../path.ts';
import type { SchemaProblem } from '../problem.ts';

/** Reports a problem at a place below the value that is checked. */
export type Report = (message: string, path?: Path, kind?: SchemaProblem['kind']) => void;

/** A check of one field's value, where there is one. */
export type FieldRule = (value: JsonValue, report: Report) => void;

/** What Kubernetes checks in Go of a definition of its API, and does not publish. */
export interface DefinitionRules {
  /** Fields that must be there although OpenAPI does not say so. */
  readonly required?: readonly string[];
  /** Fields that OpenAPI requires, and that may be left out all the same. */
  readonly optional?: readonly string[];
  readonly fields?: Readonly<Record<string, FieldRule>>;
  readonly check?: ((object: JsonObject, report: Report) => void) | undefined;
}

/** Definition, as Kubernetes' OpenAPI names it without `io.k8s.` → its rules. */
export type RuleTable = Readonly<Record<string, DefinitionRules>>;

/** Reports what is found below a place. */
export function below(report: Report, ...prefix: Path): Report {
  return (message, path = [], kind) => {
    report(message, [...prefix, ...path], kind);
  };
}
