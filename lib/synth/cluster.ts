import type { AppChart, Cluster } from '../constructs/index.ts';
import { type Diagnostic, errorAt } from '../core/index.ts';
import { type Manifest, systemNamespaces } from '../kubernetes/index.ts';
import {
  clusterObjects,
  entryObjects,
  type KustomizationFacts,
  kustomizationId,
  kustomizationOf,
  plainNamespace,
  settingsObject,
} from './app-of-apps.ts';
import type { CollectedCluster } from './collect.ts';
import type { Predecessors } from './dependencies.ts';
import { directoryOf } from './layout.ts';
import { locate } from './locate.ts';
import { definedScopes, renderObject, scopeIn } from './render.ts';
import type { RenderedApp, RenderedObject } from './rendered.ts';
import {
  isEncrypted,
  type ReadText,
  readClusterSecrets,
  reportUnknownVariables,
} from './secrets.ts';
import { findTokens, withoutSubstitution, withVariables } from './variables.ts';

type Report = (diagnostic: Diagnostic) => void;

/** Renders every object of a cluster, and the app of apps that applies them. */
export function renderCluster(
  { cluster, apps }: CollectedCluster,
  predecessors: Predecessors,
  readText: ReadText,
  report: Report,
): RenderedApp[] {
  const rendered = apps.map(
    (each): RenderedApp => ({
      ...each,
      rendered: each.objects.flatMap((object) => renderObject(object, report) ?? []),
      directory: directoryOf(each.app),
      id: kustomizationId(each.app),
    }),
  );
  const byApp = new Map(rendered.map((each) => [each.app, each]));
  placeInNamespaces(rendered);
  const substituted = substituteVariables(cluster, rendered, report);
  const awaited = new Set([...predecessors.values()].flatMap((each) => [...each]));
  const flux = byApp.get(cluster.flux);
  const entry = byApp.get(cluster.entry);
  if (!flux || !entry) return rendered;

  flux.rendered.push(...sharedObjects(cluster, readText, report));
  for (const app of rendered) {
    if (app === entry) continue;
    const facts: KustomizationFacts = {
      predecessors: [...(predecessors.get(app.app) ?? [])].flatMap((each) => byApp.get(each) ?? []),
      awaited: app !== flux && awaited.has(app.app),
      encrypted: app.rendered.some(({ manifest }) => isEncrypted(manifest)),
      substituted: substituted.has(app.app),
    };
    const owner = app === flux ? entry : flux;
    owner.rendered.push({ manifest: kustomizationOf(app, facts), construct: app.app });
  }
  for (const manifest of entryObjects(cluster, entry.directory)) {
    entry.rendered.push({ manifest, construct: cluster });
  }
  flux.rendered.push(...missingNamespaces(rendered));
  return rendered;
}

function withNamespace(manifest: Manifest, namespace: string | undefined): Manifest {
  const { namespace: _, ...metadata } = manifest.metadata;
  return {
    ...manifest,
    metadata: namespace === undefined ? metadata : { ...metadata, namespace },
  } as Manifest;
}

/**
 * Takes the namespace from objects of the cluster's scope, to which cdk8s gives that of their
 * chart, and gives `targetNamespace` to the others, as kustomize will.
 */
function placeInNamespaces(apps: readonly RenderedApp[]): void {
  const scopes = definedScopes(apps.flatMap((app) => app.rendered.map(({ manifest }) => manifest)));
  for (const { app, rendered } of apps) {
    const { targetNamespace } = app.kustomization;
    for (const [index, object] of rendered.entries()) {
      const { manifest } = object;
      const wanted =
        scopeIn(scopes, manifest) === 'cluster'
          ? undefined
          : (targetNamespace ?? manifest.metadata.namespace);
      if (manifest.metadata.namespace !== wanted) {
        rendered[index] = { ...object, manifest: withNamespace(manifest, wanted) };
      }
    }
  }
}

/** Writes tokens as variables and gives the apps that use any. */
function substituteVariables(
  cluster: Cluster,
  apps: readonly RenderedApp[],
  report: Report,
): Set<AppChart> {
  const users = new Set<AppChart>();
  if (cluster.variables.size === 0) return users;
  for (const { app, rendered } of apps) {
    const uses = rendered.map(({ manifest, construct }) => {
      const { variables, broken } = findTokens(manifest);
      for (const name of variables) {
        if (!cluster.variables.has(name)) broken.push(`variable ${name}`);
      }
      for (const field of broken) report(brokenToken(construct, field));
      return variables.size > 0;
    });
    if (!uses.includes(true)) continue;
    users.add(app);
    for (const [index, object] of rendered.entries()) {
      const change = uses[index] === true ? withVariables : withoutSubstitution;
      rendered[index] = { ...object, manifest: change(object.manifest) };
    }
  }
  return users;
}

function brokenToken(construct: RenderedObject['construct'], field: string): Diagnostic {
  return errorAt(
    'broken-token',
    { ...locate(construct), field },
    'a secret variable was cut or transformed, so Flux cannot substitute it',
    { hint: 'Use the text of secretVariable() as it is; the value is known only in the cluster.' },
  );
}

function sharedObjects(cluster: Cluster, readText: ReadText, report: Report): RenderedObject[] {
  const settings = settingsObject(cluster);
  const secrets = cluster.secrets && readClusterSecrets(cluster, cluster.secrets, readText, report);
  if (secrets) reportUnknownVariables(cluster, secrets.keys, report);
  if (!cluster.secrets && cluster.variables.size > 0) {
    report(
      errorAt(
        'unknown-variable',
        locate(cluster),
        'secret variables are used, but none are given',
        {
          hint: `Name a SOPS file with the Secret ${clusterObjects.secrets} as \`secrets\` of the cluster.`,
        },
      ),
    );
  }
  return [
    ...(settings ? [{ manifest: settings, construct: cluster, folder: 'vars' }] : []),
    ...(secrets ? [secrets.object] : []),
  ];
}

/** Namespaces that objects and apps name and no app defines, each for the app that names it first. */
function missingNamespaces(apps: readonly RenderedApp[]): RenderedObject[] {
  const owned = new Set(systemNamespaces);
  const needed = new Map<string, RenderedObject>();
  for (const { app, rendered } of apps) {
    for (const { manifest, construct } of rendered) {
      const { name, namespace } = manifest.metadata;
      if (manifest.kind === 'Namespace' && manifest.apiVersion === 'v1') owned.add(name);
      if (namespace !== undefined && !needed.has(namespace)) {
        const by = app.namespace === namespace ? app : construct;
        needed.set(namespace, { manifest: plainNamespace(namespace), construct: by });
      }
    }
  }
  return [...needed].filter(([name]) => !owned.has(name)).map(([, object]) => object);
}
