import { isMap, type Manifest } from '../kubernetes/index.ts';
import { filesRead, readText, type Tree } from '../reconcile/index.ts';
import { ownershipMark } from '../synth/index.ts';
import type { SourceDocument, SourceDocuments } from './documents.ts';
import type { Folder } from './folders.ts';

/** An object of a folder, before the Kustomizations that apply it change it. */
export interface ImportedObject {
  readonly manifest: Manifest;
  /** What it was made from, where that can be told. */
  readonly document: SourceDocument | undefined;
}

/** A folder that is to become an app. */
export interface AppBefore extends Folder {
  /** Where synth is to write it. */
  readonly directory: string;
  readonly objects: readonly ImportedObject[];
  /** Files that must go because the folder is applied with all that is in it. */
  readonly replaced: readonly string[];
}

/**
 * What a folder gives an app, or why it has to stay as it is.
 *
 * @param manifests what kustomize builds of the folder alone
 */
export function appBefore(
  folder: Folder,
  manifests: readonly Manifest[],
  tree: Tree,
  documents: SourceDocuments,
): AppBefore | string {
  const files = filesRead(tree, { path: folder.path });
  const own = (tree.list(folder.path) ?? new Map<string, never>()).keys();
  const kustomization = [...own].find((name) => kustomizationFiles.has(name));
  const text = kustomization && readText(tree, below(folder.path, kustomization));
  if (text?.startsWith(ownershipMark) === true) return 'Sluice writes it already';
  const marked = files.find((file) => textOf(tree, file).includes('{"$imagepolicy"'));
  if (marked !== undefined) return `Flux commits images to ${marked}`;
  const all = manifests.map((manifest) => ({
    manifest,
    document: documents.find(files, manifest),
  }));
  const app = manifests.some(isPartOfFlux)
    ? besideFlux(folder, all, kustomization === undefined)
    : { ...folder, directory: folder.path, objects: all, replaced: [] };
  if (typeof app === 'string') return app;
  if (app.directory === '') return 'it is the whole repository, and an app is a folder of one';
  if (app.objects.length === 0) return 'it has no objects of its own';
  const plain = app.objects.find(({ manifest }) => isPlainSecret(manifest));
  if (plain === undefined) return app;
  return `the Secret ${plain.manifest.metadata.name} is in plain text: sluice secret encrypt`;
}

const kustomizationFiles = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);
const largest = 1024 * 1024;

function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function textOf(tree: Tree, file: string): string {
  return tree.size(file) > largest ? '' : readText(tree, file);
}

function isPartOfFlux({ kind, metadata }: Manifest): boolean {
  return (
    (kind === 'Deployment' && metadata.name === 'kustomize-controller') ||
    (kind === 'CustomResourceDefinition' &&
      metadata.name === 'kustomizations.kustomize.toolkit.fluxcd.io')
  );
}

/**
 * What stands beside Flux's own manifests goes to a folder of its own, which the root applies as
 * well; they themselves stay, since `flux bootstrap` writes them.
 */
function besideFlux(
  folder: Folder,
  objects: readonly ImportedObject[],
  takesAll: boolean,
): AppBefore | string {
  if (!takesAll) return "it lists Flux's own manifests, which flux bootstrap writes";
  const directory = below(folder.path, 'sluice');
  const isBeside = ({ document }: ImportedObject): boolean => {
    const file = document?.file;
    return file !== undefined && below(folder.path, file.replace(/^.*\//, '')) === file;
  };
  const beside = objects.filter(isBeside);
  const replaced = [...new Set(beside.map(({ document }) => document?.file ?? ''))];
  return { ...folder, directory, objects: beside, replaced };
}

/** Whether an object is a Secret whose values anybody can read. */
function isPlainSecret(manifest: Manifest): boolean {
  if (manifest.kind !== 'Secret' || manifest.apiVersion !== 'v1' || isSealed(manifest))
    return false;
  return [manifest['data'], manifest['stringData']].some(
    (values) => isMap(values) && Object.keys(values).length > 0,
  );
}

/** Whether an object is SOPS ciphertext. */
export function isSealed(manifest: Manifest): boolean {
  return isMap(manifest['sops']);
}
