import type { FileTree } from '../../core/index.ts';
import { printKey, printText } from '../literal.ts';
import { className } from '../names.ts';
import { docstring, documentation } from './docstring.ts';
import { interfaces, pascalCase } from './interfaces.ts';
import type { Crd, Schema } from './schema.ts';
import { preferredVersion } from './version.ts';

/** The first line of every module of constructs. */
export const generatedMark = '// Written by `sluice import crd`. Do not edit: run it again.';

/** What every object has, or the cluster writes. */
const notFields = new Set(['apiVersion', 'kind', 'metadata', 'status']);

/**
 * Modules of constructs for custom resources, one for each API group. Fields that a schema does not
 * name are passed through as they are.
 */
export function crdConstructs(crds: readonly Crd[]): FileTree {
  const groups = new Map<string, Map<string, Crd>>();
  for (const crd of crds) {
    const { group, names } = crd.spec;
    groups.set(group, (groups.get(group) ?? new Map<string, Crd>()).set(names.kind, crd));
  }
  return new Map(
    [...groups].map(([group, byKind]) => {
      const kinds = [...byKind].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, crd]) => crd);
      return [
        `${group.replace(/[^A-Za-z0-9.-]+/g, '-').replace(/^\.+/, '')}.ts`,
        groupModule(kinds),
      ];
    }),
  );
}

interface Kind {
  readonly name: string;
  readonly kind: string;
  readonly apiVersion: string;
  readonly schema: Schema;
  readonly fields: readonly (readonly [string, Schema])[];
}

function kindOf({ spec: { group, names, versions } }: Crd): Kind {
  const { name: version, schema } = preferredVersion(versions);
  const object = schema?.openAPIV3Schema ?? {};
  const fields = Object.entries(object.properties ?? {}).filter(([name]) => !notFields.has(name));
  const name = className(names.kind);
  return { name, kind: names.kind, apiVersion: `${group}/${version}`, schema: object, fields };
}

function groupModule(crds: readonly Crd[]): string {
  const kinds = crds.map(kindOf);
  const group = pascalCase(crds[0]?.spec.group.split('.')[0] ?? '');
  const roots = kinds.flatMap(({ name, fields }) =>
    fields.filter(isObject).map(([field, schema]) => ({ name: name + pascalCase(field), schema })),
  );
  const imports = [
    "import { ApiObject, type ApiObjectMetadata } from 'cdk8s';",
    "import type { Construct } from 'constructs';",
  ];
  const parts = [generatedMark, `${imports.join('\n')}\n`, ...kinds.map(printKind)];
  return `${parts.join('\n')}\n${interfaces(roots, group)}`;
}

function isObject([, schema]: readonly [string, Schema]): boolean {
  return schema.properties !== undefined;
}

function printKind({ name, kind, apiVersion, schema, fields }: Kind): string {
  const required = new Set(schema.required);
  const lines = fields.map(([field, each]) => {
    const type = isObject([field, each]) ? name + pascalCase(field) : 'unknown';
    const head = `  readonly ${printKey(field)}${required.has(field) ? '' : '?'}: `;
    return `${docstring(documentation(each), '  ')}${head}${type};\n`;
  });
  const needsProps = fields.some(([field]) => required.has(field));
  return (
    `/** What is said of ${aOrAn(name)}. */\n` +
    `export interface ${name}Props {\n` +
    '  /** Name, namespace, labels and annotations. Default: named by the path inside the app. */\n' +
    `  readonly metadata?: ApiObjectMetadata;\n${lines.join('')}}\n\n` +
    docstring(documentation({ description: schema.description ?? `The kind ${kind}.` })) +
    `export class ${name} extends ApiObject {\n` +
    `  constructor(scope: Construct, id: string, props: ${name}Props${needsProps ? '' : ' = {}'}) {\n` +
    '    super(scope, id, {\n      ...props,\n' +
    `      apiVersion: ${printText(apiVersion)},\n      kind: ${printText(kind)},\n    });\n` +
    '  }\n}\n'
  );
}

function aOrAn(name: string): string {
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}
