import { parse, stringify } from 'yaml';
import type { CrdFile } from './crds.ts';

const operatorKinds = ['FluxInstance', 'ResourceSet', 'ResourceSetInputProvider'];
const reason =
  `${operatorKinds.slice(0, -1).join(', ')} and ${operatorKinds.at(-1) ?? ''} are allowed because ` +
  'flux-operator adds its own kinds to the CRDs of Flux that it installs ' +
  '(flux-operator v0.59.0, internal/builder/templates.go).';
const lists: Readonly<Record<string, string>> = {
  'notification.toolkit.fluxcd.io_alerts.yaml': 'eventSources',
  'notification.toolkit.fluxcd.io_receivers.yaml': 'resources',
};

interface Schema {
  description?: string;
  readonly enum?: string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Crd {
  readonly spec: {
    readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

/** Flux's CRDs as flux-operator would install them. */
export function asOperatorInstalls(files: readonly CrdFile[]): CrdFile[] {
  return files.map((crdFile) => {
    const list = lists[crdFile.file];
    if (list === undefined) return crdFile;
    const crd = parse(crdFile.text) as Crd;
    for (const { schema } of crd.spec.versions) {
      const { spec } = schema.openAPIV3Schema.properties ?? {};
      const kind = spec?.properties?.[list]?.items?.properties?.['kind'];
      if (kind?.enum === undefined) throw new Error(`${crdFile.file} lists no kinds in ${list}`);
      kind.enum.push(...operatorKinds);
      kind.description = `${kind.description ?? 'Kind of the referent'}\n\n${reason}`;
    }
    // An anchor instead of the second of two equal lists would be no plain YAML.
    return { ...crdFile, text: stringify(crd, { aliasDuplicateObjects: false }) };
  });
}
