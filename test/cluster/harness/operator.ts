import { parse, stringify } from 'yaml';
import type { CrdFile } from '../../../tools/crds.ts';

// flux-operator adds its own kinds to what alerts and receivers may name, in the CRDs that it
// installs: its internal/builder/templates.go.
const operatorKinds = ['FluxInstance', 'ResourceSet', 'ResourceSetInputProvider'];
const lists: Readonly<Record<string, string>> = {
  'notification.toolkit.fluxcd.io_alerts.yaml': 'eventSources',
  'notification.toolkit.fluxcd.io_receivers.yaml': 'resources',
};

interface Schema {
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
    }
    return { ...crdFile, text: stringify(crd) };
  });
}
