import { type AppChart, isEncryptedSecret } from '../constructs/index.ts';
import { type Diagnostic, errorAt } from '../core/index.ts';
import { fluxAnnotations, inventoryId } from '../flux/index.ts';
import {
  compareApplyOrder,
  emitYaml,
  groupOf,
  type JsonObject,
  type Manifest,
  objectId,
  type Scope,
} from '../kubernetes/index.ts';
import { lostValues } from './carriable.ts';
import { checkObject } from './check.ts';
import { chartObjects, type RenderedCharts, reportCharts } from './charts/index.ts';
import type { CollectedApp } from './collect.ts';
import { withMarkers } from './images/markers.ts';
import type { AppImage } from './images/policies.ts';
import { writeImages } from './images/write-images.ts';
import { directoryOf, fileNames } from './layout.ts';
import { locate } from './locate.ts';
import { renderObject, scopeIn } from './render.ts';
import type { KustomizationId, RenderedApp, RenderedObject } from './rendered.ts';
import { renderEncrypted } from './secrets/encrypted.ts';
import { textWithMetadata } from './secrets/file-metadata.ts';
import { checkLeaks, checkPlaintext } from './secrets/guard.ts';
import { checkSecretKeys } from './secrets/references.ts';
import type { ReadText } from './secrets/secret-file.ts';
import { findTokens, withoutSubstitution, withVariables } from './variables.ts';

type Report = (diagnostic: Diagnostic) => void;

/** The objects of an app as they will be applied, and whether they use variables. */
export interface AppObjects {
  readonly objects: readonly RenderedObject[];
  readonly substituted: boolean;
  readonly images: readonly AppImage[];
}

/** What rendering an app's objects needs of the cluster and from outside. */
export interface AppContext {
  readonly scopes: ReadonlyMap<string, Scope>;
  /** Whether any cluster has variables, so that tokens are worth a search. */
  readonly usesVariables: boolean;
  readonly readText: ReadText;
  readonly charts: RenderedCharts;
  readonly report: Report;
}

/** Resolves an app's own objects, puts them into namespaces and writes their tokens. */
export function renderObjects(
  collected: CollectedApp,
  { scopes, usesVariables, readText, charts, report }: AppContext,
): AppObjects {
  const { app, objects } = collected;
  const { targetNamespace } = app.kustomization;
  const own = objects.flatMap((object) => {
    const plain = renderObject(object, report);
    return plain && isEncryptedSecret(object)
      ? (renderEncrypted(object, plain.manifest, app, readText, report) ?? [])
      : (plain ?? []);
  });
  reportCharts(collected, charts, report);
  const withTokens = [...own, ...chartObjects(collected, charts)];
  const { objects: all, images } = writeImages(app, withTokens, report);
  const rendered: RenderedObject[] = [];
  for (const result of all) {
    if (!result.sealed) checkPlaintext(result, report);
    if (targetNamespace !== undefined && isNamespace(result.manifest)) {
      report(renamedNamespace(result, targetNamespace));
    }
    const scope = scopeIn(scopes, result.manifest);
    const placed = inNamespace(result, scope, targetNamespace);
    rendered.push(app.cluster.fluxSettings === 'existing' ? placed : protect(placed));
  }
  checkSecretKeys(rendered, report);
  return usesVariables
    ? { ...substituteVariables(app, rendered, report), images }
    : { objects: rendered, substituted: false, images };
}

function isNamespace({ apiVersion, kind }: Manifest): boolean {
  return kind === 'Namespace' && apiVersion === 'v1';
}

function renamedNamespace({ manifest, construct }: RenderedObject, target: string): Diagnostic {
  const name = manifest.metadata.name;
  const message = `targetNamespace would rename Namespace ${name} to ${target}`;
  return errorAt('invalid-construct', locate(construct), message, {
    hint: 'Define the namespace in another app, or in cluster.flux.',
  });
}

/**
 * Keeps Flux from pruning namespaces and itself: the objects of other owners would go with them.
 * An annotation that a person gave stays.
 */
function protect(object: RenderedObject): RenderedObject {
  const { apiVersion, kind, metadata } = object.manifest;
  const isProtected =
    isNamespace(object.manifest) ||
    (kind === 'FluxInstance' && groupOf(apiVersion) === 'fluxcd.controlplane.io');
  if (!isProtected || fluxAnnotations.prune in (metadata.annotations ?? {})) return object;
  const annotations = { ...metadata.annotations, [fluxAnnotations.prune]: 'disabled' };
  return { ...object, manifest: { ...object.manifest, metadata: { ...metadata, annotations } } };
}

/**
 * Takes the namespace from objects of the cluster's scope, to which cdk8s gives that of their
 * chart, and gives `targetNamespace` to the others, as kustomize will.
 */
function inNamespace(
  object: RenderedObject,
  scope: Scope,
  targetNamespace: string | undefined,
): RenderedObject {
  const { manifest } = object;
  const before = manifest.metadata.namespace;
  const after = scope === 'cluster' ? undefined : (targetNamespace ?? before);
  if (after === before) return object;
  const { namespace: _, ...metadata } = manifest.metadata;
  return {
    ...object,
    manifest: {
      ...manifest,
      metadata: after === undefined ? metadata : { ...metadata, namespace: after },
    },
  };
}

/** Writes tokens as variables; in an app that has any, Flux must touch nothing else. */
function substituteVariables(
  app: AppChart,
  objects: readonly RenderedObject[],
  report: Report,
): Omit<AppObjects, 'images'> {
  const uses = objects.map(({ manifest, construct, sealed }) => {
    const { variables, broken } = findTokens(manifest);
    if (sealed && variables.size > 0) {
      const message = 'Flux would substitute in the values of the Secret as well';
      report(errorAt('misplaced-variable', locate(construct), message));
    }
    for (const [name, field] of variables) {
      if (app.cluster.variables.has(name)) continue;
      const message = `${app.cluster.node.path} has no secret variable named ${name}`;
      report(
        errorAt('unknown-variable', { ...locate(construct), field }, message, {
          hint: 'Ask the cluster of the app for it, and use the text as it is.',
        }),
      );
    }
    for (const field of broken) {
      report(
        errorAt(
          'broken-token',
          { ...locate(construct), field },
          'a secret variable was cut or transformed, so Flux cannot substitute it',
          { hint: 'Use the text of secretVariable() as it is; only the cluster knows the value.' },
        ),
      );
    }
    return variables.size > 0;
  });
  if (!uses.includes(true)) return { objects, substituted: false };
  return {
    substituted: true,
    objects: objects.map((object, index) => {
      const change = uses[index] === true ? withVariables : withoutSubstitution;
      return { ...object, manifest: change(object.manifest) };
    }),
  };
}

/** Checks an app's objects, orders them and writes them as text. */
export function writeApp(
  app: AppChart,
  id: KustomizationId,
  { objects, images }: Pick<AppObjects, 'objects' | 'images'>,
  report: Report,
  visit?: (manifests: readonly Manifest[]) => void,
): RenderedApp {
  const ordered = objects
    .map((object) => ({ ...object, id: objectId(object.manifest) }))
    .sort((a, b) => compareApplyOrder(a.id, b.id));
  visit?.(ordered.map(({ manifest }) => manifest));
  const names = fileNames(ordered, app.namespace);
  return {
    app,
    id,
    directory: directoryOf(app),
    images,
    files: ordered.map((rendered, index) => {
      const { manifest, construct, sealed, marked = [], id: object } = rendered;
      // The Kustomization that applies it may yet give it a namespace, and values for variables.
      if (app.cluster.fluxSettings !== 'existing') checkObject(manifest, object, construct, report);
      const text = sealed
        ? textWithMetadata(sealed, manifest, report)
        : withMarkers(emitYaml(manifest as unknown as JsonObject), manifest, marked);
      checkLeaks(rendered, text, report);
      for (const { field, problem } of lostValues(manifest as unknown as JsonObject, text)) {
        report(errorAt('unrenderable-value', { ...locate(construct), field }, problem));
      }
      return { file: names[index] ?? '', text, construct, inventoryId: inventoryId(object) };
    }),
  };
}
