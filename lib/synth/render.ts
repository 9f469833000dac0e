import type { ApiObject } from 'cdk8s';
import { type Diagnostic, errorAt } from '../core/index.ts';
import {
  formatObject,
  groupOf,
  type JsonObject,
  type Manifest,
  type Scope,
  scopeOf,
} from '../kubernetes/index.ts';
import { chartObjects, type RenderedCharts } from './charts/index.ts';
import type { CollectedApp } from './collect.ts';
import { locate } from './locate.ts';
import type { RenderedObject } from './rendered.ts';
import { UnrenderableError } from './resolve.ts';

type Report = (diagnostic: Diagnostic) => void;

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Renders one object, or reports why it cannot be: a value without a form in YAML, or an
 * object without kind, apiVersion or name.
 */
export function renderObject(object: ApiObject, report: Report): RenderedObject | undefined {
  try {
    const json = object.toJson() as JsonObject;
    if (isManifest(json)) return { manifest: json, construct: object };
    report(
      errorAt('incomplete-object', locate(object), `the object has no ${missingPart(json)}`, {
        hint: 'Every Kubernetes object has apiVersion, kind and metadata.name.',
      }),
    );
  } catch (error) {
    report(unrenderable(object, error));
  }
  return undefined;
}

function metadataName(json: JsonObject): string | undefined {
  return text((json['metadata'] as JsonObject | undefined)?.['name']);
}

function isManifest(json: JsonObject): json is Manifest & JsonObject {
  return (
    text(json['apiVersion']) !== undefined &&
    text(json['kind']) !== undefined &&
    metadataName(json) !== undefined
  );
}

function missingPart(json: JsonObject): string {
  if (text(json['apiVersion']) === undefined) return 'apiVersion';
  return text(json['kind']) === undefined ? 'kind' : 'metadata.name';
}

function unrenderable(object: ApiObject, error: unknown): Diagnostic {
  const isKnown = error instanceof UnrenderableError;
  const message = error instanceof Error ? error.message : String(error);
  return errorAt(
    'unrenderable-value',
    {
      ...locate(object),
      object: formatObject({ kind: object.kind, name: object.name, namespace: '' }),
      ...(isKnown && { field: error.field }),
    },
    message,
    isKnown ? { hint: 'Use text, numbers, booleans, null, lists and plain objects.' } : {},
  );
}

/** Scopes of custom kinds that the cluster's own CRDs define, as `Kind.group`. */
export function definedScopes(
  apps: readonly CollectedApp[],
  charts: RenderedCharts,
): Map<string, Scope> {
  const scopes = new Map<string, Scope>();
  const isCrd = ({ kind }: { readonly kind: string }): boolean =>
    kind === 'CustomResourceDefinition';
  for (const app of apps) {
    const crds = [
      // What is wrong with one is reported where it is rendered.
      ...app.objects.filter(isCrd).map((each) => renderObject(each, () => undefined)?.manifest),
      ...chartObjects(app, charts).flatMap(({ manifest }) => (isCrd(manifest) ? manifest : [])),
    ];
    for (const crd of crds) {
      const spec = (crd?.['spec'] ?? {}) as { group?: string; scope?: string; names?: JsonObject };
      const kind = text(spec.names?.['kind']);
      if (spec.group === undefined || kind === undefined) continue;
      scopes.set(`${kind}.${spec.group}`, spec.scope === 'Cluster' ? 'cluster' : 'namespaced');
    }
  }
  return scopes;
}

/** The scope of an object's kind, from the tree's own CRDs or from what is known. */
export function scopeIn(scopes: ReadonlyMap<string, Scope>, manifest: Manifest): Scope {
  const { apiVersion, kind } = manifest;
  const known = scopeOf(apiVersion, kind);
  if (known !== 'unknown') return known;
  return scopes.get(`${kind}.${groupOf(apiVersion)}`) ?? 'unknown';
}
