/** The real ports of the offline Flux: folders on disk, kustomize, and what is kept between runs. */
export { cacheDirectory, fileCache } from './build-cache.ts';
export { diskTree } from './disk-tree.ts';
export { findKustomize } from './kustomize.ts';
export { foldersOf, memoryTree } from './memory-tree.ts';
