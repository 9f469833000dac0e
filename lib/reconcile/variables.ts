import { optsOutOfSubstitution, substitutionVariables, type Variables } from '../flux/index.ts';
import type { JsonObject, Manifest } from '../kubernetes/index.ts';
import { specOf } from './kustomization/spec.ts';
import { placeholder } from './secrets/mask.ts';

/** Finds a ConfigMap or Secret of the cluster that Flux runs in. */
export type FindObject = (
  kind: string,
  namespace: string,
  name: string,
) => { readonly manifest: Manifest; readonly isOpen: boolean } | undefined;

/** The variables of a Kustomization, and the ConfigMaps and Secrets that it waits for. */
export interface LoadedVariables {
  readonly values: Variables;
  /** Objects that are not there, as `Kind/name`, and whether it can do without them. */
  readonly missing: readonly { readonly name: string; readonly optional: boolean }[];
}

/**
 * The values for a Kustomization's variables (fluxcd/pkg kustomize v1.35.6, kustomize_varsub.go:
 * LoadVariables). The ConfigMaps and Secrets are those of the cluster that Flux runs in, also for a
 * Kustomization that applies to another one. Where no key at hand opens a value, the variable's
 * name in brackets stands for it.
 *
 * @param objects what is built; if all of them opt out of substitution, nobody looks for variables
 */
export function loadVariables(
  kustomization: Manifest,
  objects: readonly Manifest[],
  find: FindObject,
): LoadedVariables {
  const { substitute = {}, substituteFrom = [] } = specOf(kustomization).postBuild ?? {};
  if (objects.every((each) => optsOutOfSubstitution(each as JsonObject))) {
    return { values: new Map(), missing: [] };
  }
  const namespace = kustomization.metadata.namespace ?? '';
  const sources: Readonly<Record<string, string>>[] = [];
  const missing: { name: string; optional: boolean }[] = [];
  for (const { kind, name, optional = false } of substituteFrom) {
    const object = find(kind, namespace, name);
    if (object === undefined) {
      missing.push({ name: `${kind}/${name}`, optional });
      continue;
    }
    sources.push(dataOf(object.manifest, object.isOpen));
  }
  return { values: substitutionVariables(sources, substitute), missing };
}

function dataOf(manifest: Manifest, isOpen: boolean): Readonly<Record<string, string>> {
  const data = Object.entries((manifest['data'] ?? {}) as Readonly<Record<string, unknown>>);
  const decode = (value: string): string =>
    manifest.kind === 'Secret' ? Buffer.from(value, 'base64').toString('utf8') : value;
  return Object.fromEntries(
    data.flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, isOpen ? decode(value) : placeholder(key)]] : [],
    ),
  );
}

// A variable whose expression says what to do without a value keeps that.
const withoutDefault = /\$\{(\w+)(?!\w|:?[-=])/g;

/** Variables, with a placeholder for each that the objects need and nothing defines. */
export function withPlaceholders(values: Variables, objects: readonly Manifest[]): Variables {
  const all = new Map(values);
  for (const [, name = ''] of JSON.stringify(objects, printBigInt).matchAll(withoutDefault)) {
    if (!all.has(name) && /^[_A-Za-z]/.test(name)) all.set(name, placeholder(name));
  }
  return all;
}

function printBigInt(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
