import { type Diagnostic, errorAt } from '../core/index.ts';
import type { Tree } from './tree.ts';

const mebibyte = 1024 * 1024;

/**
 * Bytes of the largest file that is read. A cluster takes objects of at most 1.5 MiB; files that
 * hold all CRDs of a large project have about 4.
 */
export const maxFileSize = 8 * mebibyte;

/** Bytes of the largest kustomization.yaml or .sourceignore. */
export const maxConfigSize = mebibyte;

/** What is said of a file that nobody would want to read; undefined of any other. */
export function fileTooLarge(tree: Tree, file: string, limit: number): Diagnostic | undefined {
  const size = tree.size(file);
  if (size <= limit) return undefined;
  const mebibytes = (size / mebibyte).toFixed(1);
  const message = `it has ${mebibytes} MiB; at most ${limit / mebibyte} are read`;
  return errorAt('file-too-large', { file }, message);
}
