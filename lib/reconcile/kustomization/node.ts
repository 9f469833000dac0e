import type { Manifest } from '../../kubernetes/index.ts';
import type { BuiltObject } from '../build/index.ts';
import type { ReconciledObject, Status } from '../state.ts';
import { joinPath, printPath } from '../tree.ts';
import { dependenciesOf, idOf, type Reference, sourceOf, specOf, targetOf } from './spec.ts';

/** An object of a build after decryption. */
export interface PreparedObject extends BuiltObject {
  /** For what was ciphertext: as it was, and whether a key opened it. */
  readonly sealed?: { readonly committed: Manifest; readonly opened: boolean };
}

/** A Kustomization on its way: what is known of it so far. */
export interface Node {
  readonly id: string;
  /** How many were discovered before it. */
  readonly order: number;
  readonly manifest: Manifest;
  readonly parent: string | undefined;
  /** The file that it stands in, where that is known. */
  readonly file: string | undefined;
  readonly source: Reference;
  readonly path: string;
  readonly target: string;
  readonly dependsOn: readonly string[];
  /** What its folder builds to, before substitution; undefined until it was built. */
  prepared: readonly PreparedObject[] | undefined;
  /** It begins as one that waits. */
  status: Status;
  /** In the order in which they are applied. */
  objects: readonly ReconciledObject[];
  /** The same in the order of the build, which does not depend on names. */
  built: readonly ReconciledObject[];
  /** Whether all that it depends on is Ready. */
  mayBegin: boolean;
  /** Whether its objects are known, also where it does not apply them. */
  isFinished: boolean;
}

/** A Kustomization about which nothing is known but its object. */
export function createNode(
  manifest: Manifest,
  parent: string | undefined,
  order: number,
  file: string | undefined,
): Node {
  const path = specOf(manifest).path ?? '';
  return {
    id: idOf(manifest),
    order,
    manifest,
    parent,
    file,
    source: sourceOf(manifest),
    path: printPath(joinPath('', path) ?? path),
    target: targetOf(manifest),
    dependsOn: dependenciesOf(manifest),
    prepared: undefined,
    status: 'waiting',
    objects: [],
    built: [],
    mayBegin: false,
    isFinished: false,
  };
}
