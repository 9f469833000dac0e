/**
 * Takes a folder of a source's tree and a Kustomization's spec, gives the objects that
 * kustomize-controller builds from them: kustomization.yaml is found or made up, the spec is merged
 * into it, and the result is built in process where it only lists manifests, else by the real
 * kustomize, which is given exactly the files that the build may read.
 */
import { type Diagnostic, errorAt } from '../../core/index.ts';
import type { KustomizationSpec } from '../../flux/index.ts';
import { type Manifest, readYaml } from '../../kubernetes/index.ts';
import type { BuildCache, Kustomize } from '../ports.ts';
import { joinPath, kindOf, printPath, readText, type Tree } from '../tree.ts';
import { type BuildInputs, CachedBuilds } from './cached.ts';
import { closureOf, isLinked } from './closure.ts';
import { explain } from './explain.ts';
import { findAliasBomb } from './expand-aliases.ts';
import { fileTooLarge, maxConfigSize } from '../file-size.ts';
import { generatedResources, generateKustomization } from './generate.ts';
import {
  below,
  findKustomizationFile,
  type KustomizationFile,
  parseKustomizationFile,
} from './kustomization-file.ts';
import { isMerged, mergeInputs, mergeSpec } from './merge-spec.ts';
import { keptForm, readKeptForm } from './kept-form.ts';
import { type BuiltObject, PlainBuilds } from './plain.ts';
import { applySimplePatches, splitPatches } from './simple-patches.ts';

export type { BuiltObject } from './plain.ts';

/** What a build gives: objects in the order of kustomize, or why there are none. */
export type BuildResult =
  | { readonly objects: readonly BuiltObject[] }
  | { readonly diagnostics: readonly Diagnostic[] };

/**
 * Opens the files of a build that are SOPS ciphertext and that the controller decrypts before.
 *
 * @returns what to put in place of each of them; with any among them, the build is kept nowhere
 * @throws DiagnosticError where ciphertext is broken
 */
export type OpenSources = (
  tree: Tree,
  files: ReadonlySet<string>,
) => Promise<ReadonlyMap<string, Uint8Array>>;

/** What belongs to one run. */
export interface BuildContext {
  readonly cache: BuildCache;
  /** Undefined where nothing is decrypted before a build. */
  readonly openSources?: OpenSources | undefined;
}

/** Builds folders of trees. */
export class Builder {
  readonly #kustomize: Kustomize;
  readonly #plain = new PlainBuilds();
  /** What kustomize printed, read: equal builds of two trees give the same objects. */
  readonly #read = new Map<string, BuildResult>();
  /** What depends on nothing but a folder, by what identifies all that is in it. */
  readonly #ofFolder = new Map<string, BuildResult>();

  constructor(kustomize: Kustomize) {
    this.#kustomize = kustomize;
  }

  /**
   * Builds the folder that a Kustomization's `spec.path` names.
   *
   * @throws DiagnosticError where ciphertext among its files is broken
   */
  async build(
    tree: Tree,
    spec: Partial<KustomizationSpec>,
    context: BuildContext,
  ): Promise<BuildResult> {
    const path = spec.path ?? '';
    const field = 'spec.path';
    // The controller reads a leading / as the root of the source.
    const folder = joinPath('', path);
    if (folder === undefined) {
      return failed(
        errorAt('path-escapes', { field }, `the path ${path} is outside of the source`),
      );
    }
    const known = this.#ofFolder.get(identityOf(tree, folder, spec) ?? '');
    if (known !== undefined) return known;
    if (kindOf(tree, folder) !== 'folder' || tree.list(folder) === undefined) {
      const name = printPath(folder);
      if (!isLinked(tree, folder)) {
        return failed(errorAt('missing-path', { field }, `the source has no folder ${name}`));
      }
      const hint = 'source-controller leaves links out of what it packs: name the folder itself.';
      const message = `${name} is behind a symbolic link`;
      return failed(errorAt('missing-path', { field }, message, { hint }));
    }
    const file = findKustomizationFile(tree, folder);
    const tooLarge = file === undefined ? undefined : fileTooLarge(tree, file, maxConfigSize);
    if (tooLarge !== undefined) return failed(tooLarge);
    const found = file === undefined ? undefined : { file, text: readText(tree, file) };
    const { native, simple } = splitPatches(spec, found?.text);
    if (simple.length > 0) {
      const rest = { ...spec, patches: native };
      const result = await this.#buildFolder(tree, folder, found, rest, context);
      if ('diagnostics' in result) return result;
      const objects = applySimplePatches(result.objects, simple);
      if (objects !== undefined) return { objects };
    }
    return this.#buildFolder(tree, folder, found, spec, context);
  }

  async #buildFolder(
    tree: Tree,
    folder: string,
    found: KustomizationFile | undefined,
    spec: Partial<KustomizationSpec>,
    context: BuildContext,
  ): Promise<BuildResult> {
    const resources =
      found === undefined ? generatedResources(tree, folder) : this.#plain.resourcesIn(found.text);
    const { targetNamespace: namespace, components, ...others } = spec;
    if (resources !== undefined && !isMerged(others)) {
      const plain = this.#plain.build(tree, folder, resources, { namespace, components });
      if (plain !== undefined) {
        const result = { objects: plain };
        const identity = identityOf(tree, folder, spec);
        if (identity !== undefined) this.#ofFolder.set(identity, result);
        return result;
      }
    }
    const program = this.#kustomize.id ?? '';
    // With a key at hand other builds are kept: those without ciphertext among their files.
    const text = JSON.stringify([
      mergeInputs(tree, folder, spec),
      found ?? resources,
      context.openSources !== undefined,
    ]);
    const inputs = { folder, text, program };
    const cached = new CachedBuilds(context.cache).find(tree, inputs);
    if (cached !== undefined) return this.#readBuild(cached);
    const document =
      found === undefined
        ? generateKustomization(resources ?? [])
        : parseKustomizationFile(found.text);
    const file = found?.file ?? below(folder, 'kustomization.yaml');
    if ('problem' in document) {
      const { problem, line } = document;
      return failed(errorAt('unreadable-manifest', { file, line }, problem));
    }
    const merged = mergeSpec(tree, folder, document, spec, found === undefined);
    if (typeof merged === 'string') return failed(errorAt('build-failed', { file }, merged));
    const kustomization = { file, text: merged.changed ? merged.text : (found?.text ?? '') };
    return this.#buildNative(tree, inputs, kustomization, context);
  }

  async #buildNative(
    tree: Tree,
    inputs: BuildInputs,
    { file, text }: { readonly file: string; readonly text: string },
    { cache, openSources }: BuildContext,
  ): Promise<BuildResult> {
    const { folder } = inputs;
    const closure = closureOf(tree, folder, file, text);
    if (closure.diagnostics.length > 0) return { diagnostics: closure.diagnostics };
    if (this.#kustomize.id === undefined) return failed(kustomizeMissing);
    const bombs = [...closure.files].flatMap((each) => aliasBombIn(tree, each) ?? []);
    if (bombs.length > 0) return failed(...bombs);
    const opened = await openSources?.(tree, new Set([...closure.files, file]));
    const files = new Map<string, Uint8Array>();
    for (const each of closure.files) files.set(each, opened?.get(each) ?? tree.read(each));
    files.set(file, new TextEncoder().encode(text));
    const result = await this.#kustomize.build(files, folder);
    if ('problem' in result) return failed(...explain(tree, closure, file, result.problem));
    if (opened === undefined || opened.size === 0) {
      const read = this.#readBuild(result.yaml);
      const text = 'objects' in read ? keptForm(read.objects) : undefined;
      new CachedBuilds(cache).add(tree, inputs, closure.files, text ?? result.yaml);
    }
    return this.#readBuild(result.yaml);
  }

  /** @param text what kustomize printed, or the form that is kept */
  #readBuild(text: string): BuildResult {
    const known = this.#read.get(text) ?? readBuild(text);
    this.#read.set(text, known);
    return known;
  }
}

const kustomizeMissing = errorAt(
  'kustomize-not-found',
  {},
  'this folder can only be built by kustomize, which is not installed',
  {
    hint: 'Install kustomize 5 or kubectl, or name the program in the variable SLUICE_KUSTOMIZE.',
  },
);

/** Undefined where the folder is not all that a build depends on, or its content is not identified. */
function identityOf(
  tree: Tree,
  folder: string,
  spec: Partial<KustomizationSpec>,
): string | undefined {
  const identity = isMerged(spec) ? undefined : tree.identity?.(folder);
  return identity && `${folder}\n${identity}`;
}

function failed(...diagnostics: readonly Diagnostic[]): BuildResult {
  return { diagnostics };
}

/** kustomize would expand it until it is ended. */
function aliasBombIn(tree: Tree, file: string): Diagnostic | undefined {
  if (!/\.(?:ya?ml|json)$/.test(file)) return undefined;
  const text = readText(tree, file);
  const bomb = findAliasBomb(text);
  if (bomb === undefined) return undefined;
  const line = text.slice(0, bomb.offset).split('\n').length;
  return errorAt('unreadable-manifest', { file, line }, bomb.problem);
}

function readBuild(text: string): BuildResult {
  if (text.startsWith('[')) return { objects: readKeptForm(text) };
  const read = readYaml(text);
  if ('problem' in read) return failed(errorAt('build-failed', {}, read.problem));
  return { objects: read.documents.map((document) => ({ manifest: document as Manifest })) };
}
