import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { JsonObject, JsonValue, Manifest } from '../../../lib/kubernetes/index.ts';
import { widgets } from './support.ts';

/** A manifest, and whether the API server takes it. */
export interface Verdict {
  readonly name: string;
  readonly manifest: Manifest;
  readonly accepted: boolean;
}

interface Changes {
  readonly base: Manifest;
  readonly accepted?: readonly JsonObject[];
  readonly refused?: readonly JsonObject[];
}

/** What the folder `verdicts` holds: bases, and changes of each as JSON merge patches. */
export function verdicts(): Verdict[] {
  const folder = new URL('./verdicts/', import.meta.url);
  return readdirSync(folder)
    .sort()
    .flatMap((file) => parse(readFileSync(new URL(file, folder), 'utf8')) as Changes[])
    .flatMap(({ base, accepted = [], refused = [] }) => [
      ...[{}, ...accepted].map((change) => verdict(base, change, true)),
      ...refused.map((change) => verdict(base, change, false)),
    ]);
}

interface Rules {
  readonly properties: JsonObject;
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
}

/** CRDs with one rule each, of which the API server takes those that its types allow. */
export function ruleVerdicts(): Verdict[] {
  const text = readFileSync(new URL('../cel/verdicts.yaml', import.meta.url), 'utf8');
  const { properties, accepted, refused } = parse(text) as Rules;
  const withRule = (rule: string, isAccepted: boolean): Verdict => {
    const validations = [{ rule }];
    const schema = { type: 'object', properties, 'x-kubernetes-validations': validations };
    return { name: `a CRD with ${rule}`, manifest: widgets(schema), accepted: isAccepted };
  };
  return [
    ...accepted.map((rule) => withRule(rule, true)),
    ...refused.map((rule) => withRule(rule, false)),
  ];
}

function verdict(base: Manifest, change: JsonObject, accepted: boolean): Verdict {
  const manifest = merge(base as JsonValue, change) as Manifest;
  return { name: `${base.kind} with ${JSON.stringify(change)}`, manifest, accepted };
}

function merge(value: JsonValue | undefined, change: JsonValue): JsonValue {
  if (!isMap(change)) return change;
  const merged = new Map(Object.entries(isMap(value) ? value : {}));
  for (const [key, each] of Object.entries(change)) {
    if (each === null) merged.delete(key);
    else merged.set(key, merge(merged.get(key), each));
  }
  return Object.fromEntries(merged);
}

function isMap(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
