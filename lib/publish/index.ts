/**
 * From a finished tree to a commit of the manifests repository. Takes the files that synth gives and
 * those that the branch has, gives what the commit changes and says, or why there must be none. Git
 * itself is behind a port.
 */
export { type Share, shareOf, within } from './environments.ts';
export { existingIn } from './existing.ts';
export { describePolicy, listImages, type ListedImage, runningTags } from './list-images.ts';
export { annotateOrigins, type Origin, originIn, originsIn } from './origin.ts';
export { type Published, type PublishRequest } from './publication.ts';
export {
  type Destination,
  type Late,
  type PublishPorts,
  type PublishResult,
  publishTo,
  type Tip,
} from './publish-to.ts';
export { withPulledTag } from './pull-tag.ts';
