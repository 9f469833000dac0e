import type { IConstruct } from 'constructs';
import { type AppChart, type Cluster, type Fleet, isAppChart } from '../constructs/index.ts';
import { type Diagnostic, errorAt, type FileTree, isInside } from '../core/index.ts';
import { inventoryId as inventoryIdOf, parseInventoryId } from '../flux/index.ts';
import { operatorObjects } from './app-of-apps.ts';
import {
  formatObject,
  isDnsLabel,
  type Manifest,
  nameProblem,
  type ObjectId,
  scopeOf,
} from '../kubernetes/index.ts';
import type { Collection } from './collect.ts';
import { directoryOf } from './layout.ts';
import { locate } from './locate.ts';
import type { RenderedApp } from './rendered.ts';

type Report = (diagnostic: Diagnostic) => void;

/** Reports what is wrong with the tree itself: ids used twice, objects outside every app. */
export function checkTree(
  fleet: Fleet,
  { invalid, misplaced, clusters }: Collection,
  report: Report,
): void {
  for (const { first, second } of fleet.duplicates) {
    const scope = first.node.scope?.node.path;
    const areApps = isAppChart(first) && isAppChart(second);
    report(
      errorAt(
        areApps ? 'duplicate-app' : 'duplicate-construct',
        locate(second),
        `there are two ${areApps ? 'apps' : 'constructs'} named ${first.node.id} in ${scope === undefined || scope === '' ? 'the fleet' : scope}`,
        { related: [locate(first)], hint: 'Give one of them another id.' },
      ),
    );
  }
  for (const { construct, message } of invalid) {
    report(errorAt('invalid-construct', locate(construct), message));
  }
  for (const object of misplaced) {
    report(
      errorAt('misplaced-object', locate(object), 'the object stands outside every app', {
        hint: 'Create it inside an AppChart; a Chart of cdk8s is no app of its own.',
      }),
    );
  }
  for (const { cluster, apps } of clusters) {
    for (const construct of [cluster, ...apps.map(({ app }) => app)]) checkId(construct, report);
  }
  // Of all clusters together: they share one tree.
  const apps = clusters.flatMap((cluster) => cluster.apps.map(({ app }) => app));
  checkDirectories(apps, report);
}

function checkId(construct: Cluster | AppChart, report: Report): void {
  const { id } = construct.node;
  if (isDnsLabel(id)) return;
  report(
    errorAt('invalid-name', locate(construct), `"${id}" names folders and Kustomizations`, {
      hint: 'Use up to 63 lower-case letters, digits and -.',
    }),
  );
}

/** Reports objects of one cluster that its Kustomizations would fight over. */
export function checkCluster(cluster: Cluster, apps: readonly RenderedApp[], report: Report): void {
  // Two Kustomizations may give the same objects other names and namespaces.
  if (cluster.fluxSettings === 'existing') return;
  const elsewhere = cluster.fluxSettings === 'components' ? [] : operatorObjects(cluster);
  const seen = new Map<string, IConstruct>(elsewhere.map((id) => [inventoryIdOf(id), cluster]));
  for (const { files } of apps) {
    for (const { inventoryId, construct } of files) {
      const first = seen.get(inventoryId);
      if (first) report(duplicate(inventoryId, first, construct));
      else seen.set(inventoryId, construct);
    }
  }
}

/** Reports an object that the API server would refuse for its name. */
export function checkObject(
  manifest: Manifest,
  id: ObjectId,
  construct: IConstruct,
  report: Report,
): void {
  const name = nameProblem(id.group, id.kind, id.name);
  if (name !== undefined) report(invalidName(construct, 'metadata.name', id, name));
  if (id.namespace !== '') {
    const namespace = nameProblem('', 'Namespace', id.namespace);
    if (namespace !== undefined)
      report(invalidName(construct, 'metadata.namespace', id, namespace));
  } else if (scopeOf(manifest.apiVersion, manifest.kind) === 'namespaced') {
    report(
      errorAt('missing-namespace', locate(construct), `${formatObject(id)} has no namespace`, {
        hint: 'Give the app a namespace, or the object a metadata.namespace.',
      }),
    );
  }
}

function invalidName(
  construct: IConstruct,
  field: string,
  id: ObjectId,
  problem: string,
): Diagnostic {
  const what = field === 'metadata.name' ? 'the name' : 'the namespace';
  const location = { ...locate(construct), field };
  return errorAt('invalid-name', location, `${formatObject(id)}: ${what} ${problem}`);
}

function duplicate(inventoryId: string, first: IConstruct, second: IConstruct): Diagnostic {
  const id = parseInventoryId(inventoryId);
  const related = [locate(first)];
  const name = formatObject(id);
  if (id.kind === 'Namespace') {
    return errorAt('namespace-owned-twice', locate(second), `${name} is defined twice`, {
      related,
      hint: 'Define it in one place; apps that share it need only name it.',
    });
  }
  if (isAppChart(second) && isAppChart(first)) {
    return errorAt('duplicate-app', locate(second), `two apps would be ${name}`, {
      related,
      hint: 'Give one of them another id, or a kustomization.name of its own.',
    });
  }
  return errorAt('duplicate-object', locate(second), `${name} is defined twice`, {
    related,
    hint: 'Two Kustomizations with one object fight over it, and removing it from one deletes it.',
  });
}

/** Whether Kustomizations of two clusters apply one folder, which both apps then write alike. */
function areShared(first: AppChart, second: AppChart): boolean {
  return (
    first.cluster !== second.cluster &&
    [first, second].every(({ cluster }) => cluster.fluxSettings === 'existing')
  );
}

/** Reports a folder that clusters share and write differently. */
export function checkShared(
  { app, directory, files }: RenderedApp,
  before: readonly {
    readonly apps: readonly { app: AppChart; directory: string; files: readonly string[] }[];
  }[],
  tree: FileTree,
  report: Report,
): void {
  const other = before.flatMap(({ apps }) => apps).find((each) => each.directory === directory);
  if (other === undefined) return;
  const isSame =
    other.files.length === files.length &&
    files.every(({ file, text }) => tree.get(`${directory}/${file}`) === text);
  if (isSame) return;
  const message = `${directory} belongs to two clusters, and they write it differently`;
  report(errorAt('duplicate-path', locate(app), message, { related: [locate(other.app)] }));
}

function checkDirectories(apps: readonly AppChart[], report: Report): void {
  const owners = new Map<string, AppChart>();
  for (const app of apps) {
    const directory = directoryOf(app);
    if (!isInside(directory) || directory.startsWith('.sluice')) {
      report(
        errorAt(
          'invalid-path',
          { ...locate(app), field: 'kustomization.path' },
          `"${directory}" is no path inside the tree`,
          { hint: 'Give it relative to the root of the tree, without . or .. in it.' },
        ),
      );
    }
    const owner = owners.get(directory);
    if (owner && !areShared(owner, app)) {
      report(
        errorAt('duplicate-path', locate(app), `${directory} belongs to two apps`, {
          related: [locate(owner)],
        }),
      );
    }
    owners.set(directory, app);
  }
}
