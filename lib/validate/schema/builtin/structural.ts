import type { JsonObject } from '../../../kubernetes/index.ts';
import { goRegExp } from '../../../sops/index.ts';
import { checkRules } from '../../cel/index.ts';
import { BrokenSchema, compileCrdPart } from '../compile.ts';
import { Walk } from '../walk.ts';
import { below, type Report } from './rules.ts';
import { checkValidations, type Standing } from './validations.ts';
import { isGiven, listOf, mapOf, textOf } from './values.ts';

// k8s.io/apiextensions-apiserver v0.36.3, pkg/apiserver/schema/validation.go, and
// pkg/apis/apiextensions/validation/validation.go: ValidateCustomResourceDefinitionOpenAPISchema.

const types = ['object', 'array', 'string', 'integer', 'number', 'boolean'];
const unknownToKubernetes = [
  ...['$ref', '$schema', 'additionalItems', 'definitions', 'dependencies', 'id'],
  'patternProperties',
];
const deepest = 200;

/** A schema of a CRD: every part has a type, and says one thing. */
export function checkStructural(schema: JsonObject, report: Report): void {
  if (isGiven(schema['type']) && schema['type'] !== 'object')
    report('must be object at the root', ['type']);
  if (schema['nullable'] === true)
    report('must not be true at the root', ['nullable'], 'forbidden');
  if (isGiven(schema['additionalProperties']))
    report('must not be there at the root', ['additionalProperties'], 'forbidden');
  const metadata = mapOf(schema['properties'])['metadata'];
  if (isGiven(metadata)) rootMetadata(mapOf(metadata), below(report, 'properties', 'metadata'));
  const standing = { isObject: true, isUncorrelated: false, count: { rules: 0 } };
  structural(schema, standing, report, 0);
}

/** Metadata is every object's own; a schema may limit its names. */
function rootMetadata(schema: JsonObject, report: Report): void {
  const { type, properties, description: _, ...others } = schema;
  if (type !== 'object') report('must be object', ['type']);
  for (const name of Object.keys(mapOf(properties))) {
    if (name !== 'name' && name !== 'generateName')
      report('must not be limited', ['properties', name], 'forbidden');
    else if (isGiven(mapOf(mapOf(properties)[name])['default']))
      report('must not be there in metadata', ['properties', name, 'default'], 'forbidden');
  }
  if (isGiven(others['required'])) report('must not be there', ['required'], 'forbidden');
}

function structural(schema: JsonObject, standing: Standing, report: Report, depth: number): void {
  if (depth > deepest) {
    report('is nested too deeply to be checked', [], 'unjudged');
    return;
  }
  const { type, properties, additionalProperties, items } = schema;
  const anyType =
    schema['x-kubernetes-int-or-string'] === true ||
    schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (!isGiven(type) || type === '') {
    if (!anyType) report('needs the field type', [], 'missing-field');
  } else if (!types.includes(textOf(type))) report(`must be one of ${types.join(', ')}`, ['type']);
  if (isGiven(properties) && isGiven(additionalProperties))
    report('must not stand beside properties', ['additionalProperties'], 'forbidden');
  if (type === 'array' && !isGiven(items)) report('needs the field items', [], 'missing-field');
  for (const name of unknownToKubernetes) {
    if (isGiven(schema[name])) report('must not be there', [name], 'forbidden');
  }
  if (schema['uniqueItems'] === true) report('must not be true', ['uniqueItems'], 'forbidden');
  if (schema['x-kubernetes-preserve-unknown-fields'] === false)
    report('must be true, or not there', ['x-kubernetes-preserve-unknown-fields']);
  pattern(schema, report);
  embedded(schema, standing.isObject, report);
  mapType(schema, report);
  listType(schema, report);
  logic(schema, report, depth);
  standard(schema, report);
  checkValidations(schema, standing, report);
  const inner = { ...standing, isObject: false };
  const go = (value: unknown, more: Partial<Standing>, ...place: (string | number)[]): void => {
    const next = mapOf(value as JsonObject);
    const isObject = next['x-kubernetes-embedded-resource'] === true;
    structural(next, { ...inner, isObject, ...more }, below(report, ...place), depth + 1);
  };
  for (const [name, each] of Object.entries(mapOf(properties))) go(each, {}, 'properties', name);
  const isUncorrelated = standing.isUncorrelated || schema['x-kubernetes-list-type'] !== 'map';
  if (isGiven(items)) go(items, { isUncorrelated }, 'items');
  if (isGiven(additionalProperties) && typeof additionalProperties === 'object')
    go(additionalProperties, {}, 'additionalProperties');
}

/** Limits of our own, and classes of Unicode that we do not have: Go may take these. */
const ours = /too large|too deep|not known here/;

function pattern(schema: JsonObject, report: Report): void {
  const text = textOf(schema['pattern']);
  const compiled = text === '' ? undefined : goRegExp(text);
  if (compiled !== undefined && 'problem' in compiled && !ours.test(compiled.problem))
    report(`is no regular expression of Go: ${compiled.problem}`, ['pattern']);
}

function embedded(schema: JsonObject, isObject: boolean, report: Report): void {
  const { type, properties } = schema;
  if (schema['x-kubernetes-embedded-resource'] === true) {
    if (type !== 'object') report('must be object for an embedded resource', ['type']);
    const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true;
    if (!isOpen && Object.keys(mapOf(properties)).length === 0)
      report('needs properties, or x-kubernetes-preserve-unknown-fields', [], 'missing-field');
  }
  for (const name of isObject ? ['apiVersion', 'kind'] : []) {
    const own = mapOf(properties)[name];
    if (isGiven(own) && mapOf(own)['type'] !== 'string')
      report('must be string', ['properties', name, 'type']);
  }
}

function mapType(schema: JsonObject, report: Report): void {
  const type = schema['x-kubernetes-map-type'];
  if (!isGiven(type)) return;
  if (!['atomic', 'granular'].includes(textOf(type)))
    report('must be one of atomic, granular', ['x-kubernetes-map-type']);
  if (schema['type'] !== 'object') report('is for objects', ['x-kubernetes-map-type']);
}

function listType(schema: JsonObject, report: Report): void {
  const type = schema['x-kubernetes-list-type'];
  const keys = listOf(schema['x-kubernetes-list-map-keys']).map(textOf);
  if (isGiven(type)) {
    if (schema['type'] !== 'array') report('is for arrays', ['x-kubernetes-list-type']);
    if (!['atomic', 'set', 'map'].includes(textOf(type)))
      report('must be one of atomic, set, map', ['x-kubernetes-list-type']);
  }
  if (type === 'map' && keys.length === 0)
    report('needs x-kubernetes-list-map-keys', [], 'missing-field');
  if (type !== 'map' && keys.length > 0)
    report('is for lists of the type map', ['x-kubernetes-list-map-keys'], 'forbidden');
  const items = mapOf(schema['items']);
  if ((type === 'set' || type === 'map') && items['nullable'] === true)
    report(`must not be true in a list of the type ${type}`, ['items', 'nullable'], 'forbidden');
  if (type === 'set') setItems(items, below(report, 'items'));
  for (const [index, key] of keys.entries()) {
    mapKey(items, key, index, report);
    if (keys.indexOf(key) < index)
      report('stands in the list twice', ['x-kubernetes-list-map-keys', index], 'duplicate-item');
  }
}

/** Items of a set are one value each: what is inside of them is not merged. */
function setItems(items: JsonObject, report: Report): void {
  const [list, map] = [items['x-kubernetes-list-type'], items['x-kubernetes-map-type']];
  if (items['type'] === 'array' && isGiven(list) && list !== 'atomic')
    report('must be atomic in a set', ['x-kubernetes-list-type']);
  if (items['type'] === 'object' && map !== 'atomic')
    report('must have x-kubernetes-map-type: atomic in a set');
}

function mapKey(items: JsonObject, key: string, index: number, report: Report): void {
  const property = mapOf(items['properties'])[key];
  const place = ['items', 'properties', key];
  if (property === undefined) {
    report('is no property of the items', ['x-kubernetes-list-map-keys', index]);
    return;
  }
  const { type, nullable, default: standardValue } = mapOf(property);
  if (type === 'object' || type === 'array')
    report('must be a scalar type, since it is a key', [...place, 'type']);
  if (nullable === true) report('must not be true for a key', [...place, 'nullable'], 'forbidden');
  if (!listOf(items['required']).includes(key) && !isGiven(standardValue))
    report('must be required, or have a default', [...place, 'default'], 'missing-field');
}

const forbiddenInLogic = [
  ...['additionalProperties', 'default', 'description', 'nullable', 'title', 'type'],
  ...['x-kubernetes-embedded-resource', 'x-kubernetes-int-or-string'],
  ...['x-kubernetes-list-map-keys', 'x-kubernetes-list-type', 'x-kubernetes-map-type'],
  ...['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-validations'],
];

/** What stands in anyOf and the like only limits what stands outside of it. */
function logic(schema: JsonObject, report: Report, depth: number): void {
  for (const name of ['allOf', 'anyOf', 'oneOf']) {
    const parts = listOf(schema[name]).map(mapOf);
    if (name === 'anyOf' && isIntOrString(schema)) continue;
    for (const [index, part] of parts.entries())
      nested(part, below(report, name, index), depth + 1);
  }
  if (isGiven(schema['not'])) nested(mapOf(schema['not']), below(report, 'not'), depth + 1);
}

function nested(schema: JsonObject, report: Report, depth: number): void {
  if (depth > deepest) return;
  for (const name of forbiddenInLogic) {
    const value = schema[name];
    if (isGiven(value) && value !== false && value !== '' && JSON.stringify(value) !== '[]')
      report('must not stand in allOf, anyOf, oneOf or not', [name], 'forbidden');
  }
  pattern(schema, report);
  logic(schema, report, depth);
  for (const [name, each] of Object.entries(mapOf(schema['properties']))) {
    if (name === 'metadata')
      report('must not stand in allOf, anyOf, oneOf or not', ['properties', name], 'forbidden');
    nested(mapOf(each), below(report, 'properties', name), depth + 1);
  }
  if (isGiven(schema['items'])) nested(mapOf(schema['items']), below(report, 'items'), depth + 1);
}

/** The two types that x-kubernetes-int-or-string is written with. */
function isIntOrString({ anyOf }: JsonObject): boolean {
  return JSON.stringify(anyOf) === '[{"type":"integer"},{"type":"string"}]';
}

/** A default must be what the schema asks for. */
function standard(schema: JsonObject, report: Report): void {
  const { default: value } = schema;
  if (value === undefined || value === null) return;
  try {
    const walk = new Walk(false);
    walk.value(compileCrdPart(schema), value);
    const problems = walk.problems.length > 0 ? walk.problems : checkRules(walk.ruled);
    for (const { path, message, kind } of problems) {
      if (kind !== 'duplicate-item') report(message, ['default', ...path], kind);
    }
  } catch (error) {
    if (!(error instanceof BrokenSchema)) throw error;
  }
}
