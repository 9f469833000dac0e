import type { Graph } from '../graph.ts';

/** A fleet for programs. @returns text without a final newline */
export function renderJson(graph: Graph): string {
  return JSON.stringify(graph, undefined, 2);
}
