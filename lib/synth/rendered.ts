import type { IConstruct } from 'constructs';
import type { AppChart } from '../constructs/index.ts';
import type { Manifest } from '../kubernetes/index.ts';
import type { AppImage } from './images/policies.ts';
import type { MarkedField } from './images/markers.ts';
import type { SecretFile } from './secrets/secret-file.ts';

/** An object as it will be written, and what it was made from. */
export interface RenderedObject {
  readonly manifest: Manifest;
  /** The construct that a person would change. */
  readonly construct: IConstruct;
  /** The file that it comes from and is written as, but for its metadata: it is ciphertext. */
  readonly sealed?: SecretFile;
  /** A folder below the app's, for objects that are kept apart. */
  readonly folder?: string;
  /** Fields that Flux keeps up to date. */
  readonly marked?: readonly MarkedField[];
}

/** The identity of the Kustomization that applies an app. */
export interface KustomizationId {
  readonly namespace: string;
  readonly name: string;
}

/** One object's file. */
export interface RenderedFile {
  /** Path of the file, relative to the app's directory. */
  readonly file: string;
  readonly text: string;
  readonly construct: IConstruct;
  /** Identifier of the object in Flux's inventory. */
  readonly inventoryId: string;
}

/**
 * An app as text. Its manifests are dropped by now: a fleet of thousands of apps would spend
 * half its time on moving them about in memory.
 */
export interface RenderedApp {
  readonly app: AppChart;
  readonly id: KustomizationId;
  /** The directory of the app, relative to the root of the tree. */
  readonly directory: string;
  /** The files of the objects, in the order in which Flux applies them. */
  readonly files: readonly RenderedFile[];
  /** The images whose tags Flux commits to them. */
  readonly images: readonly AppImage[];
}
