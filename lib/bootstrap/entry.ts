import type { FileTree } from '../core/index.ts';
import { fluxKinds } from '../flux/index.ts';
import { type Manifest, readYaml, textAt } from '../kubernetes/index.ts';
import { clustersFolder } from '../synth/index.ts';
import type { BootstrapInput } from './input.ts';
import { fluxNamespace, isKustomization, isOfKind, specOf } from './objects.ts';
import type { ObjectRef } from './stage.ts';

/** What synth wrote for a cluster: its entry, and the Kustomizations of its apps. */
export function entryOf(
  tree: FileTree,
  cluster: string,
): Pick<BootstrapInput<unknown>, 'entry' | 'apps'> {
  const base = `${clustersFolder}/${cluster}`;
  return {
    entry: manifestsIn(tree, `${base}/flux-system/`),
    apps: manifestsIn(tree, `${base}/flux/`).filter(isKustomization),
  };
}

function manifestsIn(tree: FileTree, folder: string): Manifest[] {
  const files = [...tree.keys()].filter(
    (file) => file.startsWith(folder) && file !== `${folder}kustomization.yaml`,
  );
  return files.sort().flatMap((file) => {
    const read = readYaml(tree.get(file) ?? '');
    if ('problem' in read) throw new Error(`${file} is no YAML: ${read.problem}`);
    return read.documents as unknown as Manifest[];
  });
}

/** What a cluster's Flux follows, whoever makes the two objects. */
export interface Sync {
  readonly source: ObjectRef;
  readonly root: ObjectRef;
  readonly url: string;
  /** The Secret with the source's credentials, in the namespace of Flux. */
  readonly secret: string | undefined;
  /** The folder that the root applies, without `./` before it. */
  readonly path: string;
}

const kustomization = fluxKinds.Kustomization.apiVersion;

/**
 * The source and the root of an entry: those that flux-operator makes of the FluxInstance, named like
 * its namespace unless it says otherwise (flux-operator v0.59.0, internal/builder/templates.go), or
 * those that stand in it.
 */
export function syncOf(entry: readonly Manifest[]): Sync | undefined {
  const instance = entry.find(isOfKind('FluxInstance'));
  if (instance === undefined) return writtenSync(entry);
  const { sync = {} } = specOf(instance);
  const kind = textAt(sync, 'kind');
  if (kind !== 'GitRepository' && kind !== 'OCIRepository' && kind !== 'Bucket') return undefined;
  const name = textAt(sync, 'name') ?? fluxNamespace;
  const names = { namespace: fluxNamespace, name };
  return {
    source: { apiVersion: fluxKinds[kind].apiVersion, kind, ...names },
    root: { apiVersion: kustomization, kind: 'Kustomization', ...names },
    url: textAt(sync, 'url') ?? '',
    secret: textAt(sync, 'pullSecret'),
    path: folder(textAt(sync, 'path')),
  };
}

function writtenSync(entry: readonly Manifest[]): Sync | undefined {
  const root = entry.find(
    (each) =>
      isKustomization(each) && textAt(specOf(each), 'sourceRef', 'name') === each.metadata.name,
  );
  const kind = root && textAt(specOf(root), 'sourceRef', 'kind');
  const source = entry.find(
    (each) => each.kind === kind && each.metadata.name === root?.metadata.name,
  );
  if (root === undefined || source === undefined) return undefined;
  const names = { namespace: fluxNamespace, name: root.metadata.name };
  return {
    source: { apiVersion: source.apiVersion, kind: source.kind, ...names },
    root: { apiVersion: root.apiVersion, kind: root.kind, ...names },
    url: textAt(specOf(source), 'url') ?? '',
    secret: textAt(specOf(source), 'secretRef', 'name'),
    path: folder(textAt(specOf(root), 'path')),
  };
}

function folder(path = ''): string {
  return path.replace(/^\.?\//, '');
}
