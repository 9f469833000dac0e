import { parse } from 'yaml';
import type { CrdFile } from '../../crds.ts';
import { type JsonSchema, reduceSchema } from './reduce.ts';

interface Crd {
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly deprecated?: boolean;
      readonly deprecationWarning?: string;
      readonly schema?: { readonly openAPIV3Schema?: JsonSchema };
      readonly subresources?: { readonly status?: object };
    }[];
  };
}

interface Header {
  generated: string;
  from: string[];
  /** `v1/Certificate` → where its schema is, and what else is known of the version. */
  kinds: Record<string, object>;
}

/**
 * Group → text: a line of JSON that says where everything is, then a line for each schema. The
 * newest version of a kind that is not served any more has a schema too, so that it has a name.
 */
export function crdTexts(files: readonly CrdFile[]): Map<string, string> {
  const groups = new Map<string, { header: Header; lines: string[] }>();
  for (const { file, text, module, version } of files) {
    const { spec } = parse(text) as Crd;
    const header: Header = { generated: 'by `npm run generate`', from: [], kinds: {} };
    const group = groups.get(spec.group) ?? { header, lines: [] };
    groups.set(spec.group, group);
    group.header.from.push(`${module} ${version}, ${file}`);
    for (const each of spec.versions) {
      const schema = reduceSchema(each.schema?.openAPIV3Schema ?? { type: 'object' });
      group.header.kinds[`${each.name}/${spec.names.kind}`] = {
        line: each.served ? group.lines.push(JSON.stringify(schema)) : 0,
        scope: spec.scope,
        ...(each.subresources?.status !== undefined && { status: true }),
        ...(each.deprecated === true && { deprecated: each.deprecationWarning ?? '' }),
      };
    }
  }
  return new Map(
    [...groups].map(([name, { header, lines }]) => [
      name,
      [JSON.stringify(header), ...lines, ''].join('\n'),
    ]),
  );
}
