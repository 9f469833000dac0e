import type { JsonObject, JsonValue } from '../../../kubernetes/index.ts';
import { client, reviewVersions, serviceReference } from './admission.ts';
import { below, type FieldRule, type Report, type RuleTable } from './rules.ts';
import { schemaAt } from './schema-paths.ts';
import { checkStructural } from './structural.ts';
import {
  dnsName,
  isGiven,
  listOf,
  mapOf,
  notEmpty,
  oneOf,
  optionalOneOf,
  someItems,
  textOf,
} from './values.ts';

function definition(object: JsonObject, report: Report): void {
  const spec = mapOf(object['spec']);
  const plural = textOf(mapOf(spec['names'])['plural']);
  const name = `${plural}.${textOf(spec['group'])}`;
  if (textOf(mapOf(object['metadata'])['name']) !== name)
    report(`must be ${name}`, ['metadata', 'name']);
  approved(object, textOf(spec['group']), report);
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
  if (object['preserveUnknownFields'] === true)
    report('must not be true', ['preserveUnknownFields'], 'forbidden');
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
    else checkStructural(mapOf(schema), at);
  }
}

function pathBelow(field: string): FieldRule {
  const pattern = new RegExp(`^\\.${field}\\.[^.\\[]`);
  return (value, report) => {
    if (!pattern.test(textOf(value))) report(`must be a path below .${field}`);
  };
}

const approval = 'api-approved.kubernetes.io';

/** Groups of Kubernetes are for what was approved, or says that it was not. */
function approved(object: JsonObject, group: string, report: Report): void {
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(group)) return;
  const text = textOf(mapOf(mapOf(object['metadata'])['annotations'])[approval]);
  const place = ['metadata', 'annotations'];
  if (text === '') report(`needs the annotation ${approval} for its group`, place, 'missing-field');
  else if (!text.startsWith('unapproved') && !/^[a-z]+:\/\/[^/]+/i.test(text))
    report('must be a URL, or begin with unapproved', [...place, approval]);
}

function conversion(object: JsonObject, report: Report): void {
  const { strategy, webhook } = object;
  if (strategy === 'None' && isGiven(webhook))
    report('is for the strategy Webhook', ['webhook'], 'forbidden');
  if (strategy !== 'Webhook') return;
  const { clientConfig, conversionReviewVersions: versions } = mapOf(webhook);
  const at = below(report, 'webhook');
  if (!isGiven(clientConfig)) at('needs the field clientConfig', [], 'missing-field');
  if (!isGiven(versions)) at('needs the field conversionReviewVersions', [], 'missing-field');
}

function version(object: JsonObject, report: Report): void {
  const { deprecated, deprecationWarning: warning, schema, selectableFields } = object;
  if (isGiven(warning)) {
    const text = textOf(warning);
    const place = ['deprecationWarning'];
    if (deprecated !== true) report('is for deprecated versions', place);
    if (text === '') report('must not be empty', place);
    if (text.length > 256) report('must have at most 256 characters', place);
    if (/\p{C}/u.test(text)) report('must be printable characters', place);
  }
  selectable(listOf(selectableFields), mapOf(mapOf(schema)['openAPIV3Schema']), report);
}

/** Fields that objects can be selected by: up to 8, each of a scalar type. */
function selectable(fields: readonly JsonValue[], schema: JsonObject, report: Report): void {
  const paths = fields.map((each) => textOf(mapOf(each)['jsonPath']));
  for (const [index, path] of paths.entries()) {
    const at = below(report, 'selectableFields', index, 'jsonPath');
    if (path === '') at('must not be empty', [], 'missing-field');
    else if (path.includes('[') && !path.includes("['")) at('must not lead into a list');
    else if (/^\.metadata\b/.test(path)) at('must not be one of metadata');
    else if (!['string', 'boolean', 'integer'].includes(textOf(schemaAt(schema, path)?.['type'])))
      at('must lead to a field of type string, boolean or integer');
    if (paths.indexOf(path) < index) at('stands in the list twice', [], 'duplicate-item');
  }
  if (new Set(paths).size > 8) report('must be at most 8', ['selectableFields']);
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
    optional: ['served'],
    check: version,
    fields: {
      name: (value, report) => {
        if (!label.test(textOf(value))) report('must be a version such as v1');
      },
    },
  },
  'apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceConversion': {
    fields: { strategy: oneOf('None', 'Webhook') },
    check: conversion,
  },
  'apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookConversion': {
    fields: { conversionReviewVersions: reviewVersions },
  },
  'apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig': { check: client },
  'apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference': serviceReference,
  'apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceColumnDefinition': {
    fields: {
      name: notEmpty,
      type: oneOf('integer', 'number', 'string', 'boolean', 'date'),
      format: optionalOneOf(
        ...['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'],
      ),
      jsonPath: (value, report) => {
        if (!textOf(value).startsWith('.')) report('must be a path such as .spec.size');
      },
    },
  },
  'apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceScale': {
    fields: {
      specReplicasPath: pathBelow('spec'),
      statusReplicasPath: pathBelow('status'),
      labelSelectorPath: (value, report) => {
        if (textOf(value) !== '' && !/^\.(spec|status)\.[^.[]/.test(textOf(value)))
          report('must be a path below .spec or .status');
      },
    },
  },
};
