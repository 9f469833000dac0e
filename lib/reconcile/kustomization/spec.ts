import type { KustomizationSpec } from '../../flux/index.ts';
import { groupOf, type Manifest } from '../../kubernetes/index.ts';
import { flag, listOf, named, type Shape, Specs, text, texts, withFields } from '../well-formed.ts';

/** A reference to an object in some namespace. */
export interface Reference {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** `<kind>/<namespace>/<name>`. */
export function printReference({ kind, namespace, name }: Reference): string {
  return `${kind}/${namespace}/${name}`;
}

const group = 'kustomize.toolkit.fluxcd.io';

/** Whether a manifest is a Kustomization of Flux, in any version of its API. */
export function isKustomization(manifest: Manifest): boolean {
  return manifest.kind === 'Kustomization' && groupOf(manifest.apiVersion) === group;
}

/** `<namespace>/<name>` of a Kustomization. */
export function idOf({ metadata }: Manifest): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** The fields that are read here (kustomize-controller v1.9.5, api/v1/kustomization_types.go). */
const shapes: Readonly<Record<string, Shape>> = {
  buildMetadata: listOf(text),
  commonMetadata: withFields({ labels: texts, annotations: texts }),
  components: listOf(text),
  decryption: withFields({ provider: text, secretRef: named, serviceAccountName: text }),
  deletionPolicy: text,
  dependsOn: listOf(named),
  force: flag,
  healthChecks: listOf(named),
  ignoreMissingComponents: flag,
  images: listOf(withFields({ name: text, newName: text, newTag: text, digest: text })),
  interval: text,
  kubeConfig: withFields({ secretRef: named, configMapRef: named }),
  namePrefix: text,
  nameSuffix: text,
  patches: listOf(withFields({ patch: text, target: withFields({}) })),
  path: text,
  postBuild: withFields({
    substitute: texts,
    substituteFrom: listOf(named),
    substituteStrategy: text,
  }),
  prune: flag,
  serviceAccountName: text,
  sourceRef: named,
  suspend: flag,
  targetNamespace: text,
  wait: flag,
};

const specs = new Specs<KustomizationSpec>(shapes);

/** The spec of a Kustomization, without what its CRD would refuse. */
export function specOf(manifest: Manifest): Partial<KustomizationSpec> {
  return specs.of(manifest);
}

/** The fields of a Kustomization that its CRD would refuse, as `spec.path`. */
export function malformedFields(manifest: Manifest): readonly string[] {
  return specs.malformed(manifest);
}

/** The source that a Kustomization builds from; its own namespace unless it names another. */
export function sourceOf(manifest: Manifest): Reference {
  const { kind = '', name = '', namespace } = specOf(manifest).sourceRef ?? {};
  return { kind, name, namespace: namespace ?? manifest.metadata.namespace ?? '' };
}

/** Ids of the Kustomizations that must be Ready first. */
export function dependenciesOf(manifest: Manifest): readonly string[] {
  const own = manifest.metadata.namespace ?? '';
  const dependsOn = specOf(manifest).dependsOn ?? [];
  return dependsOn.map(({ namespace, name }) => `${namespace ?? own}/${name}`);
}

/**
 * Whose objects they are: empty for the cluster of the Kustomization, else the Secret or ConfigMap
 * that says how to reach the other one.
 */
export function targetOf(manifest: Manifest): string {
  const { kubeConfig } = specOf(manifest);
  if (kubeConfig === undefined) return '';
  const name = kubeConfig.secretRef?.name ?? kubeConfig.configMapRef?.name ?? '';
  return `${manifest.metadata.namespace ?? ''}/${name}`;
}
