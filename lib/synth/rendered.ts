import type { IConstruct } from 'constructs';
import type { CollectedApp } from './collect.ts';
import type { Manifest } from '../kubernetes/index.ts';

/** An object as it will be written, and what it was made from. */
export interface RenderedObject {
  readonly manifest: Manifest;
  /** The construct that a person would change. */
  readonly construct: IConstruct;
  /** The file's text where it passes through as it is, as ciphertext does. */
  readonly text?: string;
  /** A folder below the app's, for objects that are kept apart. */
  readonly folder?: string;
}

/** An app with its objects rendered. */
export interface RenderedApp extends CollectedApp {
  readonly rendered: RenderedObject[];
  /** The directory of the app, relative to the root of the tree. */
  readonly directory: string;
  /** The Kustomization that applies the app. */
  readonly id: { readonly namespace: string; readonly name: string };
}
