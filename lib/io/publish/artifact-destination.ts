import { DiagnosticError, errorAt } from '../../core/index.ts';
import {
  annotateOrigins,
  type Destination,
  type Late,
  type Origin,
  originsIn,
  type Tip,
} from '../../publish/index.ts';
import type { Tree } from '../../reconcile/index.ts';
import type { Unavailable } from '../../reconcile/helm/index.ts';
import { memoryTree } from '../reconcile/index.ts';
import {
  type OciManifest,
  pack,
  pushBlob,
  pushManifest,
  type Registry,
  unpack,
} from '../registry/index.ts';
import { type ArtifactFacts, artifactOf, contentType } from './artifact.ts';
import type { ArtifactAddress } from './artifact-address.ts';

/** What pushing an artifact needs beside its files. */
export interface ArtifactSettings {
  readonly registry: Registry;
  readonly address: ArtifactAddress;
  /** What is said of the program, whatever is published of it. */
  readonly facts: Omit<ArtifactFacts, 'origin'>;
  /** Signs what `HOST/REPOSITORY@DIGEST` names. */
  readonly sign: ((reference: string) => Promise<void>) | undefined;
}

/**
 * A tag as somewhere to publish. An artifact is pushed whole and signed before the tag names it, so that
 * whoever pulls the tag finds the old one or the new one. Registries cannot replace a tag only if it
 * is what one takes it for: it is looked at just before and just after.
 */
export class ArtifactDestination implements Destination {
  readonly #settings: ArtifactSettings;
  #origins: readonly Origin[] = [];

  constructor(settings: ArtifactSettings) {
    this.#settings = settings;
  }

  async tip(): Promise<Tip> {
    const found = await this.#find();
    this.#origins = originsIn(found?.annotations ?? {});
    if (found === undefined) return { id: '', tree: memoryTree(new Map()) };
    const layer = found.layers.find(({ mediaType }) => mediaType === contentType);
    if (layer === undefined) throw this.#failed('it is no artifact of Flux');
    const { registry, address } = this.#settings;
    const blob = this.#need(await registry.blob(address.repository, layer.digest));
    const files = unpack(blob);
    if (typeof files === 'string') throw this.#failed(`it cannot be unpacked: ${files}`);
    return { id: found.digest, tree: memoryTree(files) };
  }

  origins(): readonly Origin[] {
    return this.#origins;
  }

  async put(tip: Tip, { changes }: Parameters<Destination['put']>[1], origin: Origin) {
    const { registry, address, facts, sign } = this.#settings;
    const { repository, tag } = address;
    const files = new Map(filesOf(tip.tree));
    for (const file of changes.deletes) files.delete(file);
    for (const [file, text] of changes.writes) files.set(file, new TextEncoder().encode(text));
    const layer = pack(files);
    const annotations = annotateOrigins(origin, this.#origins);
    const { config, manifest, digest } = artifactOf(layer, { ...facts, origin }, annotations);
    for (const blob of [config, layer]) {
      this.#need((await pushBlob(registry, repository, blob)) ?? {});
    }
    this.#need((await pushManifest(registry, repository, digest, manifest)) ?? {});
    await sign?.(`${repository.host}/${repository.name}@${digest}`);
    if (!(await this.#names(tip.id))) return this.#late();
    const failure = await pushManifest(registry, repository, tag, manifest);
    // A connection can break after the push has arrived.
    if (await this.#names(digest)) return digest;
    this.#need(failure ?? {});
    return this.#late();
  }

  async #names(id: string): Promise<boolean> {
    return ((await this.#find())?.digest ?? '') === id;
  }

  async #find(): Promise<OciManifest | undefined> {
    const { registry, address } = this.#settings;
    const found = await registry.find(address.repository, address.tag);
    return found && this.#need(found);
  }

  #late(): Late {
    return { late: `the tag ${this.#settings.address.tag} names another artifact` };
  }

  #need<T extends object>(answer: T | Unavailable): T {
    if (!('unavailable' in answer)) return answer;
    throw this.#failed(answer.unavailable, answer.hint);
  }

  #failed(reason: string, more?: string): DiagnosticError {
    const { repository, tag } = this.#settings.address;
    const message = `${repository.host}/${repository.name}:${tag}: ${reason}`;
    const hint = ['Nothing was published.', ...(more === undefined ? [] : [more])].join(' ');
    return new DiagnosticError([errorAt('publish-failed', {}, message, { hint })]);
  }
}

function* filesOf(tree: Tree, folder = ''): Iterable<[string, Uint8Array]> {
  for (const [name, kind] of tree.list(folder) ?? []) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (kind === 'folder') yield* filesOf(tree, path);
    else yield [path, tree.read(path)];
  }
}
