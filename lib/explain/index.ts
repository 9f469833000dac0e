/**
 * What is known of one object. Takes a `ClusterState` and the words by which a person names an object,
 * gives `Explanation`s: where it is written, who applies it, what it needs, what needs it, and what
 * would happen without it, which is the plan of a state that lacks it. And a state as a tree of apps.
 */
export { explain, type Explanation } from './explain.ts';
export { explanationsAsJson, explanationText } from './render.ts';
export { type ClusterApps, treeAsJson, treeText } from './render-tree.ts';
export { type App, appsOf, type Maker } from './tree.ts';
