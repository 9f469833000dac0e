import { type FileTree, isInside } from '../core/index.ts';
import { readYaml } from '../kubernetes/index.ts';
import {
  type CommittedFiles,
  type CommittedTags,
  committedTags,
  keepCommittedTags,
  type StandingImage,
  standingImage,
} from './images/committed.ts';
import { clustersFolder, ownershipMark } from './layout.ts';

/** A tree that an earlier synth wrote, with whatever else stands beside it. */
export interface ExistingTree {
  /** What stands under a path; undefined where nothing does. Nothing is behind a link. */
  kind(path: string): 'file' | 'folder' | 'link' | undefined;
  /** The text of a file, or undefined where there is none. */
  read(path: string): string | undefined;
  /** The names of the folders in a folder; none where it does not exist. */
  folders(path: string): readonly string[];
}

/** What brings an existing tree to the state of a new one. */
export interface TreeChanges {
  readonly writes: FileTree;
  readonly deletes: readonly string[];
  /** Files that are as they should be. */
  readonly unchanged: readonly string[];
  /** What is in the way and Sluice does not own. */
  readonly foreign: readonly string[];
  /** The new tree, with the tags of images that Flux committed to the existing one. */
  readonly tree: FileTree;
}

const listed = /^- (.+)$/gm;

/** The files that a kustomization.yaml of Sluice's owns; none where it is somebody else's. */
function filesOwnedBy(directory: string, kustomization: string): string[] {
  if (!kustomization.startsWith(ownershipMark)) return [];
  return [...kustomization.matchAll(listed)]
    .map(([, name]) => name ?? '')
    .map(unquoted)
    .filter(isInside)
    .concat('kustomization.yaml')
    .map((name) => `${directory}/${name}`);
}

/** A name as the YAML writer wrote it; one that it did not write is no file of Sluice's. */
function unquoted(name: string): string {
  if (!name.startsWith('"')) return name;
  const read = readYaml(`name: ${name}\n`);
  const value = 'documents' in read ? read.documents[0]?.['name'] : undefined;
  return typeof value === 'string' ? value : '';
}

const kustomizationFile = /\/kustomization\.[^/]+\.yaml$/;
const pathField = /^ {2}path: ("?)\.\/(.+)\1$/m;

/**
 * Every file that an earlier synth wrote for a cluster: those in folders below the cluster's
 * own that carry the mark, and in the folders elsewhere that its Kustomizations apply.
 */
function ownedFiles(existing: ExistingTree, cluster: string): Set<string> {
  const owned = new Set<string>();
  const visited = new Set<string>();
  const visit = (directory: string, below: boolean): void => {
    if (visited.has(directory)) return;
    visited.add(directory);
    const kustomization = existing.read(`${directory}/kustomization.yaml`);
    const files = kustomization === undefined ? [] : filesOwnedBy(directory, kustomization);
    for (const file of files) owned.add(file);
    if (below) {
      for (const folder of existing.folders(directory)) visit(`${directory}/${folder}`, true);
    }
    for (const file of files.filter((each) => kustomizationFile.test(each))) {
      const path = pathField.exec(existing.read(file) ?? '')?.[2];
      if (path !== undefined && isInside(path)) visit(path, false);
    }
  };
  visit(`${clustersFolder}/${cluster}`, true);
  return owned;
}

/** What an earlier synth wrote for apps whose Kustomizations stand elsewhere. */
function ownedWithin(existing: ExistingTree, tree: FileTree): string[] {
  const end = '/kustomization.yaml';
  const directories = [...tree.keys()].filter((file) => file.endsWith(end));
  return directories.flatMap((file) =>
    filesOwnedBy(file.slice(0, -end.length), existing.read(file) ?? ''),
  );
}

/** What Flux may have changed in an existing tree: the files of Sluice's. */
function committedFiles(existing: ExistingTree): CommittedFiles {
  return {
    read: (path) => existing.read(path),
    ownedIn: (directory) => {
      const kustomization = existing.read(`${directory}/kustomization.yaml`);
      return kustomization === undefined ? [] : filesOwnedBy(directory, kustomization);
    },
  };
}

/** A new tree as synth and publish would write it over an existing one: with the tags that Flux committed. */
export function withCommittedTags(existing: ExistingTree, tree: FileTree): FileTree {
  return keepCommittedTags(committedFiles(existing), tree);
}

/** The image of a policy's file in an existing tree; undefined where synth did not write it. */
export function imageIn(existing: ExistingTree, policyFile: string): StandingImage | undefined {
  return standingImage(committedFiles(existing), policyFile);
}

/** The tags that Flux committed to an existing tree, by the folder of an app and by policy. */
export function tagsCommitted(existing: ExistingTree, tree: FileTree): CommittedTags {
  return committedTags(committedFiles(existing), tree);
}

/**
 * Compares a new tree with an existing one. Tags of images that Flux committed there are part of the
 * new one, until a person changes the image in the program.
 *
 * @param clusters the clusters to which both are limited. Default: all
 */
export function treeChanges(
  existing: ExistingTree,
  declared: FileTree,
  clusters: readonly string[] = existing.folders(clustersFolder),
): TreeChanges {
  const tree = withCommittedTags(existing, declared);
  const owned = new Set([
    ...clusters.flatMap((cluster) => [...ownedFiles(existing, cluster)]),
    ...ownedWithin(existing, tree),
  ]);
  const writes = new Map<string, string>();
  const unchanged: string[] = [];
  const foreign = new Set<string>();
  for (const [path, text] of tree) {
    const before = existing.read(path);
    const block = before === undefined ? blockOf(existing, path) : undefined;
    if (before === text) unchanged.push(path);
    else if (block !== undefined) foreign.add(block);
    else if (before !== undefined && !owned.has(path)) foreign.add(path);
    else writes.set(path, text);
  }
  const deletes = [...owned].filter((path) => !tree.has(path) && existing.read(path) !== undefined);
  return { writes, deletes: deletes.sort(), unchanged, foreign: [...foreign], tree };
}

/** The nearest part of a new file's path that is there and is not what it should be. */
function blockOf(existing: ExistingTree, path: string): string | undefined {
  for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
    const part = end < 0 ? path : path.slice(0, end);
    const kind = existing.kind(part);
    if (kind === undefined) return undefined;
    if (end < 0 || kind !== 'folder') return part;
  }
}
