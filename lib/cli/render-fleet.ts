import { type Diagnostic, errorAt } from '../core/index.ts';
import type { Fleet } from '../constructs/index.ts';
import { type ProjectSettings, readText } from '../io/index.ts';
import { type Synthesis, synthesize } from '../synth/index.ts';
import { noCluster, renderFleetCharts } from '../program.ts';
import { loadProgram } from '../load-program.ts';

/** A program's fleet and what it renders to; with an error, the tree is not to be used. */
export interface RenderedFleet {
  readonly fleet: Fleet;
  readonly synthesis: Synthesis;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Runs a program and renders its fleet.
 *
 * @param wanted the names of the clusters to render. Default: all
 */
export async function renderFleet(
  cwd: string,
  { program }: Pick<ProjectSettings, 'program'>,
  wanted: readonly string[] | undefined,
  load: typeof loadProgram = loadProgram,
): Promise<RenderedFleet> {
  const { fleet, diagnostics } = await load(cwd, program);
  const charts = await renderFleetCharts(fleet, wanted);
  const synthesis = synthesize(fleet, { readText, charts, ...(wanted && { clusters: wanted }) });
  const known = fleet.clusters.map((cluster) => cluster.node.id);
  const found = [
    ...diagnostics,
    // A program that failed may have failed before it made the cluster.
    ...(diagnostics.length > 0 ? [] : unknownClusters(wanted ?? [], known)),
    ...(diagnostics.length > 0 || known.length > 0 ? [] : [noCluster()]),
    ...synthesis.diagnostics,
  ];
  return { fleet, synthesis, diagnostics: found };
}

/** Says of names that no cluster has them. */
export function unknownClusters(wanted: readonly string[], known: readonly string[]): Diagnostic[] {
  return wanted
    .filter((name) => !known.includes(name))
    .map((name) =>
      errorAt('unknown-cluster', {}, `the program has no cluster named ${name}`, {
        hint: `It has: ${known.join(', ')}.`,
      }),
    );
}
