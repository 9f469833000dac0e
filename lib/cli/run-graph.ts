import { formatDiagnostic } from '../core/index.ts';
import {
  type Graph,
  graphOf,
  graphVersion,
  renderJson,
  renderMermaid,
  renderSvg,
} from '../graph/index.ts';
import { writeReport } from '../io/plan/index.ts';
import { painterFor } from '../io/terminal.ts';
import { clusterEntries, type Tree } from '../reconcile/index.ts';
import { type FluxFlags, fluxWithoutCharts, openFolder } from './offline-flux.ts';
import { folderOf, type TreeFlags } from './tree-of.ts';

/** The options of `sluice graph`. */
export interface GraphFlags extends Pick<FluxFlags, 'source'>, TreeFlags {
  readonly cluster?: string;
  readonly format: 'svg' | 'mermaid' | 'json';
  readonly output?: string;
}

const renderers = { svg: renderSvg, mermaid: renderMermaid, json: renderJson } as const;

/** Draws what Flux makes of a tree, and says what fails in it. */
export async function runGraph(flags: GraphFlags): Promise<void> {
  const [tree, reconcile] = await Promise.all([
    treeOf(flags),
    fluxWithoutCharts(flags, process.env),
  ]);
  const states = await Promise.all(
    clusterEntries([tree], flags.cluster).map(async ({ name, entry }) => ({
      ...(await reconcile({ tree, entry })),
      name,
    })),
  );
  const graph: Graph = { version: graphVersion, clusters: states.map(graphOf) };
  const text = renderers[flags.format](graph);
  if (flags.output === undefined) console.log(text);
  else writeReport(flags.output, text);
  const errors = states.flatMap(({ diagnostics }) =>
    diagnostics.filter(({ severity }) => severity === 'error'),
  );
  const paint = painterFor(process.stderr, process.env);
  for (const each of errors) console.error(formatDiagnostic(each, paint));
  if (errors.length > 0) process.exitCode = 1;
}

async function treeOf(flags: GraphFlags): Promise<Tree> {
  const folder = folderOf(flags, process.cwd());
  if (folder !== undefined) return openFolder(folder, '--path');
  // A repository without a program waits for none.
  const { synthesizedTree } = await import('./synthesized-tree.ts');
  return (await synthesizedTree(process.cwd())).tree;
}
