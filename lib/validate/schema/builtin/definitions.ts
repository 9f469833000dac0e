import type { JsonObject } from '../../../kubernetes/index.ts';
import { ruleProblem, unknownFieldOf } from '../../cel/index.ts';
import { BrokenSchema, compileCrdPart } from '../compile.ts';
import type { RuleSource } from '../node.ts';
import { Walk } from '../walk.ts';
import { below, type FieldRule, type Report, type RuleTable } from './rules.ts';
import { dnsName, isGiven, listOf, mapOf, notEmpty, oneOf, someItems, textOf } from './values.ts';

function definition(object: JsonObject, report: Report): void {
  const spec = mapOf(object['spec']);
  const plural = textOf(mapOf(spec['names'])['plural']);
  const name = `${plural}.${textOf(spec['group'])}`;
  if (textOf(mapOf(object['metadata'])['name']) !== name)
    report(`must be ${name}`, ['metadata', 'name']);
}

const label = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

function names(object: JsonObject, report: Report): void {
  for (const field of ['plural', 'singular']) {
    const text = textOf(object[field]);
    if (text !== '' && !label.test(text)) report('must be a DNS label', [field]);
  }
  for (const field of ['kind', 'listKind']) {
    const text = textOf(object[field]);
    if (text !== '' && !label.test(text.toLowerCase()))
      report('must be a name such as Widget', [field]);
  }
  if (object['kind'] === object['listKind'] && isGiven(object['listKind']))
    report('must be another name than kind', ['listKind']);
  for (const field of ['shortNames', 'categories']) {
    for (const [index, text] of listOf(object[field]).map(textOf).entries()) {
      if (!label.test(text)) report('must be a DNS label', [field, index]);
    }
  }
}

function spec(object: JsonObject, report: Report): void {
  const versions = listOf(object['versions']).map(mapOf);
  const stored = versions.filter(({ storage }) => storage === true).length;
  if (stored !== 1) report('must have exactly one version with storage: true', ['versions']);
  const known = new Set<string>();
  for (const [index, version] of versions.entries()) {
    const name = textOf(version['name']);
    if (known.has(name))
      report('is the name of a version before it', ['versions', index, 'name'], 'duplicate-item');
    known.add(name);
    const at = below(report, 'versions', index, 'schema', 'openAPIV3Schema');
    const schema = mapOf(version['schema'])['openAPIV3Schema'];
    if (!isGiven(schema))
      report('needs the field schema.openAPIV3Schema', ['versions', index], 'missing-field');
    else root(mapOf(schema), at);
  }
}

function root(schema: JsonObject, report: Report): void {
  if (schema['type'] !== 'object') report('must be object at the root', ['type']);
  structural(schema, report, 0, { rules: 0 });
}

const types = ['object', 'array', 'string', 'integer', 'number', 'boolean'];

/** A structural schema: every part has a type, and says one thing (apiextensions-apiserver, pkg/apiserver/schema). */
function structural(
  schema: JsonObject,
  report: Report,
  depth: number,
  count: { rules: number },
): void {
  if (depth > 200) {
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
  if (schema['x-kubernetes-int-or-string'] === true && textOf(type) !== '')
    report('must not stand beside x-kubernetes-int-or-string', ['type'], 'forbidden');
  if (isGiven(properties) && isGiven(additionalProperties))
    report('must not stand beside properties', ['additionalProperties'], 'forbidden');
  if (type === 'array' && !isGiven(items)) report('needs the field items', [], 'missing-field');
  if (isGiven(schema['$ref'])) report('must not be there', ['$ref'], 'forbidden');
  if (schema['uniqueItems'] === true) report('must not be true', ['uniqueItems'], 'forbidden');
  listType(schema, report);
  standard(schema, report);
  rules(schema, report, count);
  for (const [name, each] of Object.entries(mapOf(properties))) {
    structural(mapOf(each), below(report, 'properties', name), depth + 1, count);
  }
  if (isGiven(items)) structural(mapOf(items), below(report, 'items'), depth + 1, count);
  if (isGiven(additionalProperties) && typeof additionalProperties === 'object') {
    structural(
      mapOf(additionalProperties),
      below(report, 'additionalProperties'),
      depth + 1,
      count,
    );
  }
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
  const properties = mapOf(items['properties']);
  for (const [index, key] of keys.entries()) {
    const property = properties[key];
    if (property === undefined)
      report('is no property of the items', ['x-kubernetes-list-map-keys', index]);
    else if (!listOf(items['required']).includes(key) && !isGiven(mapOf(property)['default'])) {
      report(
        'must be required, or have a default',
        ['items', 'properties', key, 'default'],
        'missing-field',
      );
    }
    if (keys.indexOf(key) < index)
      report('stands in the list twice', ['x-kubernetes-list-map-keys', index], 'duplicate-item');
  }
}

const mostRules = 10_000;

function rules(schema: JsonObject, report: Report, count: { rules: number }): void {
  for (const [index, each] of listOf(schema['x-kubernetes-validations']).map(mapOf).entries()) {
    const place = ['x-kubernetes-validations', index];
    count.rules += 1;
    if (count.rules > mostRules) return;
    if (textOf(each['rule']).trim() === '') {
      report('needs the field rule', place, 'missing-field');
      continue;
    }
    const source = each as unknown as RuleSource;
    const at = [...place, 'rule'];
    const problem = ruleProblem(source);
    const field = unknownFieldOf(source, schema);
    if (problem?.kind === 'unjudged')
      report(`was not compiled: it ${problem.message}`, at, 'unjudged');
    else if (problem !== undefined) report(`does not compile: ${problem.message}`, at, 'cel');
    else if (field !== undefined) report(`does not compile: ${field}`, at, 'cel');
  }
}

function pathBelow(field: string): FieldRule {
  const pattern = new RegExp(`^\\.${field}\\.[^.\\[]`);
  return (value, report) => {
    if (!pattern.test(textOf(value))) report(`must be a path below .${field}`);
  };
}

/** A default must be what the schema asks for. */
function standard(schema: JsonObject, report: Report): void {
  const { default: value } = schema;
  if (value === undefined || value === null) return;
  try {
    const walk = new Walk(false);
    walk.value(compileCrdPart(schema), value);
    for (const { path, message, kind } of walk.problems)
      report(message, ['default', ...path], kind);
  } catch (error) {
    if (!(error instanceof BrokenSchema)) throw error;
  }
}

// k8s.io/apiextensions-apiserver v0.36.3, pkg/apis/apiextensions/validation/validation.go.
export const definitions: RuleTable = {
  'apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition': {
    check: definition,
  },
  'apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionSpec': {
    fields: {
      group: (value, report) => {
        dnsName(value, report);
        if (!textOf(value).includes('.')) report('must be a name with a dot such as example.com');
      },
      scope: oneOf('Cluster', 'Namespaced'),
      versions: someItems,
    },
    check: spec,
  },
  'apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames': {
    fields: { plural: notEmpty, kind: notEmpty },
    check: names,
  },
  'apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion': {
    fields: {
      name: (value, report) => {
        if (!label.test(textOf(value))) report('must be a version such as v1');
      },
    },
  },
  'apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceColumnDefinition': {
    fields: {
      name: notEmpty,
      type: oneOf('integer', 'number', 'string', 'boolean', 'date'),
      jsonPath: (value, report) => {
        if (!/^\.(?!$)|^\{/.test(textOf(value))) report('must be a path such as .spec.size');
      },
    },
  },
  'apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceScale': {
    fields: {
      specReplicasPath: pathBelow('spec'),
      statusReplicasPath: pathBelow('status'),
    },
  },
};
