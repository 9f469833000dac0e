import { tmpdir } from 'node:os';
import { DiagnosticError, errorAt, formatDiagnostic } from '../core/index.ts';
import { inSource, painterFor, readProjectSettings } from '../io/index.ts';
import { inTemporaryFolder } from '../io/process/index.ts';
import { checks, renderJson, renderText, verifyEvidence } from '../verify/index.ts';
import { type RenderedFleet, renderFleet, unknownClusters } from './render-fleet.ts';
import { clusterEvidence } from './verify-clusters.ts';
import { liveEvidence } from './verify-live.ts';
import { programEvidence } from './verify-program.ts';

/** The options of `sluice verify`. */
export interface VerifyFlags {
  readonly cluster?: string;
  readonly live?: true;
  readonly context?: string;
  readonly repo?: string;
  readonly json?: true;
}

/** Gathers evidence, asks every check, prints the checklist, and says by the exit code whether it holds. */
export async function runVerify(flags: VerifyFlags): Promise<void> {
  const cwd = process.cwd();
  const rendered = await renderFleet(cwd, readProjectSettings(cwd), undefined);
  const names = namesIn(rendered, flags, cwd);
  const checked = await inTemporaryFolder(tmpdir(), 'sluice-verify-', async (folder) => {
    const program = await programEvidence(rendered, cwd, process.env);
    const chosen = rendered.synthesis.clusters.filter(({ cluster }) =>
      names.includes(cluster.node.id),
    );
    const clusters = await clusterEvidence(chosen, flags.repo, folder, cwd, process.env);
    const [first] = clusters;
    const live =
      flags.live === undefined || first === undefined
        ? undefined
        : await liveEvidence(first, flags.context, process.env);
    return verifyEvidence({ program, clusters, ...(live && { live }) }, checks);
  });
  const isFailing = checked.some(({ outcome }) => outcome.status === 'fail');
  if (isFailing) process.exitCode = 1;
  const paint = painterFor(process.stdout, process.env);
  console.log(flags.json === true ? renderJson(checked) : renderText(checked, paint));
}

/** The names of the clusters that are asked about. */
function namesIn(
  { fleet, diagnostics }: RenderedFleet,
  { cluster, live }: VerifyFlags,
  cwd: string,
): readonly string[] {
  const known = fleet.clusters.map(({ node }) => node.id);
  const wanted = cluster === undefined ? known : [cluster];
  const found = diagnostics.map((each) => inSource(each, cwd));
  const isBroken = found.some(({ severity }) => severity === 'error');
  const unknown = isBroken ? [] : unknownClusters(wanted, known);
  if (isBroken || unknown.length > 0) throw new DiagnosticError([...found, ...unknown]);
  if (live === true && wanted.length > 1) {
    const hint = `Name it with --cluster: ${known.join(', ')}.`;
    throw new DiagnosticError([errorAt('usage', {}, '--live is about one cluster', { hint })]);
  }
  const paint = painterFor(process.stderr, process.env);
  for (const each of found) console.error(formatDiagnostic(each, paint));
  return wanted;
}
