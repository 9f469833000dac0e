import { formatObject, kindKey, type Manifest, type ObjectId } from '../kubernetes/index.ts';
import { type ReconciledObject, shownId } from '../reconcile/state.ts';
import { Field } from './field.ts';
import { formatPath, type Path, valueOn } from './path.ts';

/** What brings an object into the cluster. */
export interface Owner {
  readonly kind: 'Kustomization' | 'HelmRelease' | 'ResourceSet';
  /** `<namespace>/<name>`. */
  readonly id: string;
  /** The same as it may be shown. */
  readonly shownId: string;
  /** The owner as an object; of the root, undefined where the tree does not hold it. */
  readonly subject: Subject | undefined;
}

/** Where an object stands in the tree. */
export interface SubjectOrigin {
  readonly owner: Owner;
  /** The file that it stands in, relative to the root of the tree; undefined where it is another's. */
  readonly file: string | undefined;
  /** The folder of the tree that is built; undefined where it is another's. */
  readonly folder: string | undefined;
}

/** An object in its cluster: what rules look at, and what they speak of. */
export class Subject {
  readonly id: ObjectId;
  /** `Kind` or `Kind.group`. */
  readonly kind: string;
  /** What is applied. Secrets hold their values: decide by it, and never show it. */
  readonly manifest: Manifest;
  /** What may be shown of it. */
  readonly shown: Manifest;
  /** For ciphertext: whether a key opened it. */
  readonly sealed: ReconciledObject['sealed'];
  /** As it was built, where substitution made another object of it. Never show it. */
  readonly unsubstituted: Manifest | undefined;
  readonly owner: Owner;
  readonly file: string | undefined;
  /** The folder of the tree out of which it is built. */
  readonly folder: string | undefined;
  readonly #object: ReconciledObject;

  constructor(object: ReconciledObject, { owner, file, folder }: SubjectOrigin) {
    this.id = object.id;
    this.kind = kindKey(object.id);
    this.manifest = object.manifest;
    this.shown = object.shown ?? object.manifest;
    this.sealed = object.sealed;
    this.unsubstituted = object.unsubstituted;
    this.owner = owner;
    this.file = file;
    this.folder = folder;
    this.#object = object;
  }

  /** The object as it may be shown: `Deployment demo/web`. */
  get name(): string {
    return formatObject(shownId(this.#object));
  }

  /** Its namespace as it may be shown. */
  get shownNamespace(): string {
    return shownId(this.#object).namespace;
  }

  /** What stands under keys of what is applied. */
  field(...keys: readonly string[]): Field {
    return new Field(this.manifest).at(...keys);
  }

  /** The keys of the map at a field as they may be shown. */
  shownKeys({ path }: Field): readonly string[] {
    return new Field(valueOn(this.shown, path)).entries().map(([key]) => key);
  }

  /** Text at a field as it may be shown; what stands in for it where there is none. */
  said({ path, exists }: Field, otherwise?: string): string {
    if (!exists && otherwise !== undefined) return otherwise;
    const value = valueOn(this.shown, path);
    const isShown = typeof value === 'string' || typeof value === 'number';
    return isShown && this.sealed === undefined ? String(value) : '(secret)';
  }

  /** The path of a field as it may be shown. */
  formatPath(path: Path): string {
    const isWhole = this.shown === this.manifest && this.sealed === undefined;
    return formatPath(path, this.shown, isWhole);
  }
}
