/**
 * A fleet as a picture. Takes `ClusterState`s, gives a `Graph`: for each cluster its sources and apps, how
 * far each gets, when it counts as Ready and what it waits for; then drawings of it. `lines.ts` says which
 * lines a person needs, `boxes.ts` which apps stand alike, `layout/` where things go.
 */
export {
  type ClusterGraph,
  type Graph,
  type GraphApp,
  type GraphSource,
  graphVersion,
} from './graph.ts';
export { graphOf } from './graph-of.ts';
export { renderJson } from './render/json.ts';
export { renderMermaid } from './render/mermaid.ts';
export { renderSvg } from './render/svg.ts';
