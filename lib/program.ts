import { Fleet, personIn, type Synthesizer } from './constructs/index.ts';
import { type Diagnostic, DiagnosticError, errorAt, formatDiagnostic } from './core/index.ts';
import {
  inSource,
  painterFor,
  readIncludesAsFluxDoes,
  readText,
  writeProvenance,
  writeTree,
} from './io/index.ts';
import type { Manifest } from './kubernetes/index.ts';
import {
  chartsIn,
  type ManifestVisitor,
  renderCharts,
  type RenderedCharts,
  type Synthesis,
  synthesize,
} from './synth/index.ts';

/** A program that has run: its fleet, and what went wrong on the way to it. */
export interface Program {
  readonly fleet: Fleet;
  readonly diagnostics: readonly Diagnostic[];
}

/** What takes over a program that another process would run by itself. */
export interface ProgramHost {
  accept(program: Promise<Program>): void;
}

/** Where a host is found, by every loaded copy of Sluice. */
export const programHost = Symbol.for('sluice.host');

/** Everything that builds and checks a fleet; async where something must be awaited. */
export type Define = (fleet: Fleet) => void | Promise<void>;

/** A program without clusters is a mistake: its tree would be the removal of everything. */
export function noCluster(): Diagnostic {
  return errorAt('unknown-cluster', {}, 'the program builds no cluster', {
    hint: 'Create at least one Cluster in the fleet that run() gives.',
  });
}

/** What the charts of a fleet rendered to, once somebody waited for it. */
const rendered = new WeakMap<Fleet, RenderedCharts>();

/**
 * Renders the charts of a fleet with the real Helm, for all that is synthesized of it from then on.
 *
 * @param clusters the names of those whose charts are wanted. Default: all
 */
export async function renderFleetCharts(
  fleet: Fleet,
  clusters?: readonly string[],
): Promise<RenderedCharts> {
  const wanted = chartsIn(fleet);
  if (wanted.length === 0) return new Map();
  // Most fleets have none, and need not wait for what pulls them.
  const { chartRenderer, machineCharts } = await import('./io/charts/index.ts');
  const { cacheDirectory, fileCache } = await import('./io/reconcile/index.ts');
  const charts = machineCharts(process.env, { offline: false, mapped: new Map() });
  const cache = fileCache(`${cacheDirectory(process.env)}/builds`);
  const renderer = chartRenderer({
    pull: (request) => charts.pull(request),
    render: (request) => charts.render(request, cache),
  });
  const found = await renderCharts(wanted, renderer, clusters);
  rendered.set(fleet, found);
  return found;
}

/** The synthesis of a fleet, or an error with every diagnostic. */
function synthesizeOrThrow(fleet: Fleet, visit?: ManifestVisitor): Synthesis {
  if (fleet.clusters.length === 0) throw new DiagnosticError([noCluster()]);
  const charts = rendered.get(fleet);
  const synthesis = synthesize(fleet, {
    readText,
    ...(charts && { charts }),
    ...(visit && { visit }),
  });
  if (synthesis.diagnostics.some(({ severity }) => severity === 'error')) {
    throw new DiagnosticError(synthesis.diagnostics);
  }
  return synthesis;
}

/** What a fleet renders itself with. */
const synthesizer: Synthesizer = {
  synth: (fleet) => {
    const synthesis = synthesizeOrThrow(fleet);
    const { tree } = writeTree(fleet.outdir, synthesis.tree);
    writeProvenance(fleet.outdir, { ...synthesis, tree }, { cwd: process.cwd(), isWhole: true });
  },
  manifests: (app) => {
    let found: readonly Manifest[] = [];
    synthesizeOrThrow(app.node.root as Fleet, (each, manifests) => {
      if (each === app) found = manifests;
    });
    return found;
  },
  yaml: (fleet) => {
    const { tree, clusters } = synthesizeOrThrow(fleet);
    const files = clusters.flatMap(({ apps }) => apps.flatMap((app) => app.files));
    return files.map((file) => tree.get(file) ?? '').join('---\n');
  },
};

/** A fleet that can render itself: what `run` and `sluice/testing` hand out. */
export function newFleet(outdir?: string): Fleet {
  readIncludesAsFluxDoes();
  return new Fleet({ synthesizer, ...(outdir !== undefined && { outdir }) });
}

/** What a program threw, as a diagnostic at the line of a person's code that led to it. */
export function programFailed(error: unknown): readonly Diagnostic[] {
  if (error instanceof DiagnosticError) return error.diagnostics;
  const message = error instanceof Error ? error.message : String(error);
  const place = error instanceof Error ? personIn(error.stack ?? '') : undefined;
  return [errorAt('program-failed', place ?? {}, message)];
}

async function runProgram(define: Define): Promise<Program> {
  const fleet = newFleet();
  try {
    await define(fleet);
    return { fleet, diagnostics: [] };
  } catch (error) {
    return { fleet, diagnostics: programFailed(error) };
  }
}

async function synthAlone(program: Promise<Program>): Promise<void> {
  const { fleet, diagnostics } = await program;
  const found = [...diagnostics];
  if (found.length === 0) {
    try {
      await renderFleetCharts(fleet);
      fleet.synth();
    } catch (error) {
      found.push(...programFailed(error));
    }
  }
  const paint = painterFor(process.stderr, process.env);
  for (const each of found) {
    console.error(formatDiagnostic(inSource(each, process.cwd()), paint));
  }
  if (found.some(({ severity }) => severity === 'error')) process.exitCode = 1;
}

/**
 * Runs a program: builds the fleet, and writes its manifests to the folder in the environment
 * variable CDK8S_OUTDIR, or `dist`. Under the `sluice` command it only builds the fleet, and
 * the command does the rest. It judges nothing: `sluice synth` does, and `cdk8s synth` by the plugin
 * `SluiceValidation`, each with a switch that turns it off.
 *
 * @example run((fleet) => { home(fleet); staging(fleet); });
 */
export function run(define: Define): void {
  const program = runProgram(define);
  const host = (globalThis as { [programHost]?: ProgramHost })[programHost];
  if (host) host.accept(program);
  else runOnce(program);
}

let hasRun = false;

function runOnce(program: Promise<Program>): void {
  if (hasRun) throw new Error('run() was called twice; build all clusters in one call');
  hasRun = true;
  void synthAlone(program);
}
