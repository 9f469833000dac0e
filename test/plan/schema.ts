/** As much of JSON Schema as the schema of plans uses. */
interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** What is wrong with a value, one line each. */
export function violations(value: unknown, schema: Schema, root = schema, at = '$'): string[] {
  if (schema.$ref !== undefined) {
    const definition = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    return definition ? violations(value, definition, root, at) : [`${at}: no ${schema.$ref}`];
  }
  if (schema.const !== undefined && value !== schema.const) return [`${at}: is another`];
  if (schema.enum && !schema.enum.includes(value)) return [`${at}: ${String(value)} is unknown`];
  if (schema.type !== undefined && !isOf(schema.type, value)) return [`${at}: no ${schema.type}`];
  if (Array.isArray(value)) {
    const { items } = schema;
    return items
      ? value.flatMap((each, index) => violations(each, items, root, `${at}[${String(index)}]`))
      : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const { properties = {}, required = [], additionalProperties } = schema;
  return [
    ...required.filter((key) => !(key in value)).map((key) => `${at}: lacks ${key}`),
    ...Object.entries(value).flatMap(([key, each]) => {
      const known = properties[key];
      if (known) return violations(each, known, root, `${at}.${key}`);
      return additionalProperties === false ? [`${at}: has ${key}`] : [];
    }),
  ];
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object')
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
