import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { placesOfImage } from '../constructs/index.ts';
import { DiagnosticError, errorAt } from '../core/index.ts';
import { inSource, placeInSource, readProjectSettings } from '../io/index.ts';
import { isFolder } from '../io/is-folder.ts';
import { inTemporaryFolder } from '../io/process/index.ts';
import { addressOf, RemoteBranch } from '../io/publish/index.ts';
import { diskTree } from '../io/reconcile/index.ts';
import { Cluster } from '../io/cluster/index.ts';
import { replaceFile } from '../io/replace-file.ts';
import {
  existingIn,
  listImages,
  type ListedImage,
  runningTags,
  withPulledTag,
} from '../publish/index.ts';
import type { Tree } from '../reconcile/tree.ts';
import { printImages, printImagesJson, type Pulled, type Running } from './print-images.ts';
import { renderFleet } from './render-fleet.ts';

/** The options of `sluice images`. */
export interface ImagesFlags {
  readonly cluster?: string[];
  readonly path?: string;
  readonly repo?: string;
  readonly branch?: string;
  readonly live?: true;
  readonly context?: string;
  readonly pull?: true;
  readonly json?: true;
}

/** Lists the images of the fleet, and writes their tags into the program where that is asked for. */
export async function runImages(flags: ImagesFlags): Promise<void> {
  const cwd = process.cwd();
  const settings = readProjectSettings(cwd);
  checkFlags(flags);
  const { synthesis, diagnostics } = await renderFleet(cwd, settings, flags.cluster);
  if (diagnostics.some(({ severity }) => severity === 'error')) {
    throw new DiagnosticError(diagnostics.map((each) => inSource(each, cwd)));
  }
  const { clusters, tree } = synthesis;
  const list = (manifests: Tree) => listImages(clusters, tree, existingIn(manifests));
  const images = await inManifests(flags, settings.output, cwd, list);
  const running = await runningOf(images, clusters.length, flags);
  const pulled = flags.pull === true ? pull(images, cwd) : [];
  if (flags.json === true) printImagesJson(images, running, pulled);
  else printImages(images, running, pulled, flags);
}

async function runningOf(
  images: readonly ListedImage[],
  clusters: number,
  { live, context }: ImagesFlags,
): Promise<Running> {
  if (live === undefined) return undefined;
  if (clusters !== 1) {
    const hint = 'Name it with --cluster.';
    throw new DiagnosticError([errorAt('usage', {}, '--live is of one cluster', { hint })]);
  }
  const running = await new Cluster({ context }, process.env).runningImages();
  return new Map(images.map((each) => [each, runningTags(each, running)]));
}

function checkFlags({ path: folder, repo, branch }: ImagesFlags): void {
  const problem =
    repo !== undefined && folder !== undefined
      ? '--path and --repo name two places'
      : (repo === undefined) !== (branch === undefined)
        ? '--repo and --branch go together'
        : undefined;
  if (problem !== undefined) throw new DiagnosticError([errorAt('usage', {}, problem)]);
}

async function inManifests<T>(
  { path: folder, repo, branch }: ImagesFlags,
  output: string,
  cwd: string,
  read: (tree: Tree) => T,
): Promise<T> {
  if (repo !== undefined && branch !== undefined) {
    const address = addressOf(repo, cwd, process.env);
    return inTemporaryFolder(tmpdir(), 'sluice-images-', async (temporary) => {
      const remote = new RemoteBranch(address, branch, temporary, process.env);
      await remote.open();
      return read((await remote.tip()).tree);
    });
  }
  const root = path.resolve(cwd, folder ?? output);
  if (isFolder(root)) return read(diskTree(root));
  if (folder === undefined) return read(emptyTree);
  throw new DiagnosticError([errorAt('usage', {}, `there is no folder ${folder}`)]);
}

const emptyTree: Tree = {
  list: () => undefined,
  size: () => 0,
  read: () => new Uint8Array(),
  hash: () => '',
};

function pull(images: readonly ListedImage[], cwd: string): Pulled[] {
  const places = new Map<string, ListedImage[]>();
  for (const listed of images) {
    for (const recorded of placesOfImage(listed.image)) {
      const { file = recorded.file, line = recorded.line } = placeInSource(recorded, cwd);
      const place = `${file}:${String(line)}`;
      places.set(place, [...(places.get(place) ?? []), listed]);
    }
  }
  return [...places].flatMap(([place, declared]) => {
    const [first] = declared;
    if (first === undefined) return [];
    const { image, next } = first;
    const pulled = { image: image.image, from: image.tag, to: next, place };
    if (declared.some((each) => each.next !== next || each.image.tag !== image.tag)) {
      return { ...pulled, problem: 'not written, since its apps have different tags' };
    }
    if (next === image.tag) return [];
    const isWritten = writeTag(place, cwd, pulled);
    return { ...pulled, problem: isWritten ? undefined : 'not written: its tag is no text there' };
  });
}

/** Whether the declaration at a place has the tag as plain text, so that it could be written. */
function writeTag(
  place: string,
  cwd: string,
  tags: { readonly from: string; readonly to: string },
): boolean {
  const colon = place.lastIndexOf(':');
  const file = path.resolve(cwd, place.slice(0, colon));
  const source = readFileSync(file, 'utf8');
  const edited = withPulledTag(source, Number(place.slice(colon + 1)), tags);
  if (edited !== undefined) replaceFile(file, edited);
  return edited !== undefined;
}
