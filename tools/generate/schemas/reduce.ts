/** A schema as JSON: of OpenAPI v3 (Kubernetes) or of a CRD. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Words for people, and what no validation reads. */
const dropped = new Set([
  'description',
  'example',
  'externalDocs',
  'title',
  'x-kubernetes-patch-strategy',
  'x-kubernetes-patch-merge-key',
  'x-kubernetes-unions',
]);

/** A schema without what is for people. The names of properties are no keywords. */
export function reduceSchema(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema)
    .filter(([key]) => !dropped.has(key))
    .map(([key, value]): [string, unknown] => [key, reduceKeyword(key, value)]);
  return Object.fromEntries(entries);
}

function reduceKeyword(key: string, value: unknown): unknown {
  switch (key) {
    case 'properties':
    case 'patternProperties':
      return mapValues(value as Readonly<Record<string, JsonSchema>>, reduceSchema);
    case 'allOf':
    case 'anyOf':
    case 'oneOf':
      return (value as readonly JsonSchema[]).map(reduceSchema);
    case 'items':
    case 'not':
    case 'additionalProperties':
      return typeof value === 'object' && value !== null
        ? reduceSchema(value as JsonSchema)
        : value;
    default:
      return value;
  }
}

/**
 * A definition of Kubernetes' OpenAPI, shorter: references by name alone, no defaults that are the
 * zero value of Go, which a field has anyway.
 */
export function reduceDefinition(schema: JsonSchema): JsonSchema {
  const reduced: Record<string, unknown> = reduceSchema(schema);
  const { properties, items, additionalProperties, allOf, ...rest } = reduced;
  delete rest['x-kubernetes-group-version-kind'];
  if (isZero(rest['default'])) delete rest['default'];
  if (typeof rest['$ref'] === 'string') rest['$ref'] = definitionName(rest['$ref']);
  const [only, ...more] = (allOf ?? []) as readonly JsonSchema[];
  if (more.length > 0) throw new Error('a definition with more than one schema in allOf');
  return {
    ...rest,
    ...(only !== undefined && reduceDefinition(only)),
    ...(properties !== undefined && {
      properties: mapValues(properties as Readonly<Record<string, JsonSchema>>, reduceDefinition),
    }),
    ...(items !== undefined && { items: reduceDefinition(items as JsonSchema) }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: reduceDefinition(additionalProperties as JsonSchema),
    }),
  };
}

/** `api.core.v1.Pod` of `#/components/schemas/io.k8s.api.core.v1.Pod`. */
export function definitionName(reference: string): string {
  return reference.replace(/^#\/components\/schemas\//, '').replace(/^io\.k8s\./, '');
}

function isZero(value: unknown): boolean {
  const empty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return empty || value === 0 || value === '' || value === false;
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  change: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
