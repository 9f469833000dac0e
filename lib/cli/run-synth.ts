import { DiagnosticError, type Finding, formatDiagnostic, plural } from '../core/index.ts';
import {
  compareTree,
  inSource,
  painterFor,
  readProjectSettings,
  writeProvenance,
  writeTree,
} from '../io/index.ts';
import { clustersFolder, type Synthesis, type TreeChanges } from '../synth/index.ts';
import { renderFleet } from './render-fleet.ts';

/** The options of `sluice synth`. */
export interface SynthFlags {
  readonly cluster?: string[];
  readonly output?: string;
  readonly json?: true;
  readonly validate: boolean;
  readonly check?: true;
}

/** What was written for one cluster. */
export interface ClusterReport {
  readonly name: string;
  readonly environment: string;
  readonly apps: number;
  readonly objects: number;
  readonly written: number;
  readonly removed: number;
  readonly unchanged: number;
}

/** Renders the fleet's manifests, writes them, and says what it wrote. */
export async function runSynth(flags: SynthFlags): Promise<void> {
  const cwd = process.cwd();
  const settings = readProjectSettings(cwd);
  const wanted = flags.cluster;
  const { synthesis, diagnostics } = await renderFleet(cwd, settings, wanted);
  const found = diagnostics.map((each) => inSource(each, cwd));
  if (found.some(({ severity }) => severity === 'error')) {
    if (flags.json !== true) throw new DiagnosticError(found);
    console.log(JSON.stringify({ version: 1, clusters: [], diagnostics: found }, null, 2));
    process.exitCode = 1;
    return;
  }
  const output = flags.output ?? settings.output;
  if (flags.check === true) {
    printCheck(compareTree(output, synthesis.tree, wanted), output, flags);
    return;
  }
  const changes = writeTree(output, synthesis.tree, wanted);
  const written = { ...synthesis, tree: changes.tree };
  writeProvenance(output, written, { cwd, isWhole: wanted === undefined });
  const reports = reportsOf(synthesis, changes);
  const judged = flags.validate ? await judge(written, cwd) : [];
  const all = [...found, ...judged];
  if (judged.some(({ severity }) => severity === 'error')) process.exitCode = 1;
  if (flags.json === true) {
    console.log(JSON.stringify({ version: 1, clusters: reports, diagnostics: all }, null, 2));
    return;
  }
  const paint = painterFor(process.stderr, process.env);
  for (const each of all) console.error(formatDiagnostic(each, paint));
  for (const line of reportLines(reports, changes.deletes.length, output)) console.log(line);
}

/** What is wrong with what was written: the tree is there, so that the findings' places are. */
async function judge(synthesis: Synthesis, cwd: string): Promise<readonly Finding[]> {
  const { validateSynthesis } = await import('./validate-synthesis.ts');
  return validateSynthesis(synthesis, cwd);
}

/** Says which files are not as they would be written. */
function printCheck(
  { writes, deletes, foreign }: TreeChanges,
  output: string,
  flags: SynthFlags,
): void {
  const files = [
    ...[...writes.keys()].map((file) => ({ file, state: 'differs' })),
    ...deletes.map((file) => ({ file, state: 'left over' })),
    ...foreign.map((file) => ({ file, state: 'in the way' })),
  ].sort((a, b) => (a.file < b.file ? -1 : 1));
  if (files.length > 0) process.exitCode = 2;
  if (flags.json === true) {
    console.log(JSON.stringify({ version: 1, isCurrent: files.length === 0, files }, null, 2));
    return;
  }
  for (const { file, state } of files) console.log(`${state.padEnd(10)}  ${file}`);
  const summary = files.length === 0 ? 'is current' : `is not current: run sluice synth`;
  console.log(`${output}/${clustersFolder} ${summary}`);
}

/** Counts paths by the cluster whose folder, or whose app's folder, they are in. */
function countByCluster(synthesis: Synthesis, paths: Iterable<string>): Map<string, number> {
  const owners = new Map<string, string>();
  for (const { cluster, apps } of synthesis.clusters) {
    owners.set(`${clustersFolder}/${cluster.node.id}`, cluster.node.id);
    for (const { directory } of apps) owners.set(directory, cluster.node.id);
  }
  const counts = new Map<string, number>();
  for (const path of paths) {
    let folder = path;
    while (folder.includes('/') && !owners.has(folder)) {
      folder = folder.slice(0, folder.lastIndexOf('/'));
    }
    const owner = owners.get(folder) ?? '';
    counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return counts;
}

function reportsOf(synthesis: Synthesis, changes: TreeChanges): ClusterReport[] {
  const written = countByCluster(synthesis, changes.writes.keys());
  const removed = countByCluster(synthesis, changes.deletes);
  const unchanged = countByCluster(synthesis, changes.unchanged);
  return synthesis.clusters.map(({ cluster, apps }) => {
    const name = cluster.node.id;
    return {
      name,
      environment: cluster.environment.name,
      apps: apps.length,
      objects: apps.reduce((sum, { files }) => sum + files.length, 0),
      written: written.get(name) ?? 0,
      removed: removed.get(name) ?? 0,
      unchanged: unchanged.get(name) ?? 0,
    };
  });
}

function reportLines(reports: readonly ClusterReport[], removed: number, output: string): string[] {
  const width = Math.max(0, ...reports.map(({ name }) => name.length));
  const lines = reports.map(({ name, apps, objects, ...files }) =>
    [
      name.padEnd(width),
      ` ${plural(apps, 'app')}, ${plural(objects, 'object')}:`,
      [
        `${plural(files.written, 'file')} written`,
        ...(files.removed > 0 ? [`${String(files.removed)} removed`] : []),
        ...(files.unchanged > 0 ? [`${String(files.unchanged)} unchanged`] : []),
      ].join(', '),
    ].join(' '),
  );
  const gone = removed - reports.reduce((sum, each) => sum + each.removed, 0);
  if (gone > 0) lines.push(`${plural(gone, 'file')} of clusters that are gone removed`);
  return [...lines, `→ ${output}/${clustersFolder}`];
}
