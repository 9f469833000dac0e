import { isMap } from '../kubernetes/index.ts';
import type { Items } from './items.ts';
import type { CommonKind } from './kinds.ts';
import { Code, printLiteral, printText, visible } from './literal.ts';
import { printFile } from './module-file.ts';

/** What reads a file beside an app. */
export const textModule = printFile(
  ['node:fs readFileSync'],
  [
    '/** The text of a file. */',
    'export function text(file: URL): string {',
    "  return readFileSync(file, 'utf8');",
    '}',
  ],
);

/** The classes of common kinds. */
export function printDefaults(kinds: readonly CommonKind[], charts: Items['charts']): string {
  const types = kinds.flatMap(({ specType }) => (specType === undefined ? [] : [specType]));
  const imports = ['cdk8s ApiObject', 'cdk8s type ApiObjectMetadata', 'constructs type Construct'];
  const body = [
    '/** Any fields of a spec, and what an object says of itself. */',
    'type Props<Spec> = { readonly [Field in keyof Spec]?: Spec[Field] | undefined } & {',
    '  readonly metadata?: ApiObjectMetadata;',
    '};',
    ...kinds.flatMap((kind) => ['', ...printKind(kind)]),
    ...(charts === undefined ? [] : ['', ...printChartRelease(charts)]),
  ];
  if (charts !== undefined) imports[2] = 'constructs Construct';
  return printFile([...imports, ...types.map((type) => `sluice type ${type}`)], body);
}

function printChartRelease({ source, release }: NonNullable<Items['charts']>): string[] {
  return [
    '/** A chart of a registry, and its release of the same name. */',
    'export class ChartRelease extends Construct {',
    '  constructor(',
    '    scope: Construct,',
    '    id: string,',
    `    props: Props<${release.specType ?? ''}> & { readonly url: string; readonly tag: string },`,
    '  ) {',
    '    super(scope, id);',
    '    const { url, tag, ...rest } = props;',
    '    const metadata = { name: id, ...props.metadata };',
    `    new ${source.className}(this, 'Default', { metadata, url, ref: { tag } });`,
    `    new ${release.className}(this, 'Resource', { ...rest, metadata });`,
    '  }',
    '}',
  ];
}

function printKind({
  className: name,
  apiVersion,
  kind,
  count,
  fields,
  specType,
}: CommonKind): string[] {
  const spec = Object.fromEntries(fields);
  const usesName = [...fields.values()].some((value) => /\bname\b/.test(namesIn(value)));
  const shared = Object.entries(spec);
  const value = { ...spec, '...spec': new Code('...spec') };
  const printed = printLiteral(value, { indent: 6, column: 12 });
  return [
    `/** ${shared.length > 0 ? `What ${String(count)} objects of the kind ${visible(kind)} have in common; each may say otherwise.` : `An object of the kind ${visible(kind)}.`} */`,
    `export class ${name} extends ApiObject {`,
    `  constructor(scope: Construct, id: string, props: Props<${specType ?? 'Record<string, unknown>'}> = {}) {`,
    '    const { metadata, ...spec } = props;',
    ...(usesName ? ['    const name = metadata?.name ?? id;'] : []),
    '    super(scope, id, {',
    `      apiVersion: ${printText(apiVersion)},`,
    `      kind: ${printText(kind)},`,
    '      ...(metadata && { metadata }),',
    `      ${shared.length > 0 ? `spec: ${printed}` : 'spec'},`,
    '    });',
    '  }',
    '}',
  ];
}

function namesIn(value: unknown): string {
  if (value instanceof Code) return value.text;
  if (Array.isArray(value)) return value.map(namesIn).join(' ');
  return isMap(value) ? Object.values(value).map(namesIn).join(' ') : '';
}
