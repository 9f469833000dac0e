/**
 * What kustomize-controller v1.9.5 does to an object when a Kustomization has `postBuild`
 * (github.com/fluxcd/pkg/kustomize v1.35.6, kustomize_varsub.go): the object is written as YAML,
 * its text is substituted, and the result is read again, whatever it has become.
 */
import type { JsonObject, JsonValue } from '../../kubernetes/index.ts';
import { readGoYaml } from '../go-yaml/read.ts';
import { writeGoYaml } from '../go-yaml/write.ts';
import { failingField, type FailingField } from './failing-field.ts';
import { substitute, type SubstitutionOptions, type SubstitutionProblem } from './substitute.ts';

export type Variables = ReadonlyMap<string, string>;

/**
 * The variables of a Kustomization. Newlines are taken out of every value, all of them.
 *
 * @param sources the data of what `substituteFrom` names, in its order: later ones win
 * @param inline `substitute`, which wins over all of them
 */
export function substitutionVariables(
  sources: readonly Readonly<Record<string, string>>[],
  inline: Readonly<Record<string, string>>,
): Variables {
  return new Map(
    [...sources, inline].flatMap((data) =>
      Object.entries(data).map(([name, value]) => [name, value.replaceAll('\n', '')] as const),
    ),
  );
}

const optOut = 'kustomize.toolkit.fluxcd.io/substitute';

function isMap(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether an object opts out by label or annotation. The controller then does not even look for
 * the ConfigMaps and Secrets of `substituteFrom`.
 */
export function optsOutOfSubstitution(object: JsonObject): boolean {
  const { metadata } = object;
  if (!isMap(metadata)) return false;
  return [metadata['labels'], metadata['annotations']].some(
    (map) => isMap(map) && map[optOut] === 'disabled',
  );
}

/** Whether text in a value, keys included, is changed by substitution. */
function hasDollars(value: JsonValue): boolean {
  if (typeof value === 'string') return value.includes('${') || value.includes('$$');
  if (Array.isArray(value)) return value.some(hasDollars);
  if (!isMap(value)) return false;
  for (const key in value) if (hasDollars(key) || hasDollars(value[key] ?? null)) return true;
  return false;
}

/** On its way back the object passes through JSON of Go, which knows no integers beyond 2^53. */
function withFloats(value: JsonValue): JsonValue {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(withFloats);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withFloats(each)]));
}

const variableName = /^[_A-Za-z][_A-Za-z0-9]*$/;

export interface ObjectSubstitutionOptions extends SubstitutionOptions {
  /** `substituteStrategy: Always`: substitute even if there are no variables. */
  readonly always: boolean;
}

/** Why substitution in an object fails, and where if that can be told. */
export interface ObjectSubstitutionProblem extends SubstitutionProblem {
  readonly field?: FailingField;
}

/**
 * An object as it is after substitution: the same one where nothing was to do. Values may change
 * its structure and its types, since quotes are lost before they come in.
 */
export function substituteObject(
  object: JsonObject,
  variables: Variables,
  { strict, always }: ObjectSubstitutionOptions,
): { readonly object: JsonObject } | ObjectSubstitutionProblem {
  if (optsOutOfSubstitution(object) || (variables.size === 0 && !always)) return { object };
  const wrong = [...variables.keys()].find((name) => !variableName.test(name));
  if (wrong !== undefined) {
    return { problem: `'${wrong}' var name is invalid, must match '${variableName.source}'` };
  }
  if (!hasDollars(object)) return { object };
  const substituted = substitute(writeGoYaml(object), (name) => variables.get(name), { strict });
  if ('problem' in substituted) {
    const { problem } = substituted;
    const field = failingField(object, problem, (text) => {
      const alone = substitute(text, (name) => variables.get(name), { strict });
      return 'problem' in alone ? alone.problem : undefined;
    });
    return { problem, ...(field !== undefined && { field }) };
  }
  const read = readGoYaml(substituted.text);
  if ('problem' in read) return { problem: `the result is not YAML: ${read.problem}` };
  if (!isMap(read.value)) return { problem: 'the result is no object' };
  return { object: withFloats(read.value) as JsonObject };
}
