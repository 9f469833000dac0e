import { parse } from 'yaml';
import type { JsonObject, Manifest } from '../../../lib/kubernetes/index.ts';
import { readSchemas } from '../../../lib/io/schema-data.ts';
import { checkObject, formatPath, Schemas } from '../../../lib/validate/schema/index.ts';

/** With what is shipped for the newest version, and these definitions. */
export function schemasWith(...definitions: readonly Manifest[]): Schemas {
  return new Schemas({ kubernetes: '1.36', definitions, load: readSchemas });
}

export function manifest(text: string): Manifest {
  return parse(text) as Manifest;
}

/** A CRD of the kind Widget with this schema of `spec`. */
export function widgets(spec: JsonObject, more: JsonObject = {}): Manifest {
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec }, ...more } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets' },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
}

export function widget(spec: JsonObject): Manifest {
  return { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'one' }, spec };
}

/** What is wrong, a line each. */
export function problems(object: Manifest, schemas: Schemas, sealed = false): string[] {
  const found = checkObject(object, schemas, { sealed });
  if (found === 'unknown-kind') return [found];
  return found.map(({ path, message }) => `${formatPath(path)} ${message}`);
}

/** What a rule on `spec` says of a widget. */
export function asked(
  rule: string,
  spec: JsonObject,
  properties: JsonObject,
  more: JsonObject = {},
): string[] {
  const validations = [{ rule, ...more }];
  const schema = { type: 'object', properties, 'x-kubernetes-validations': validations };
  return problems(widget(spec), schemasWith(widgets(schema)));
}
