import { tmpdir } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import {
  type Diagnostic,
  DiagnosticError,
  errorAt,
  type Finding,
  formatDiagnostic,
  plural,
} from '../core/index.ts';
import { inSource, painterFor, readProjectSettings } from '../io/index.ts';
import { inTemporaryFolder } from '../io/process/index.ts';
import { ProgramRepository } from '../io/publish/index.ts';
import {
  type Origin,
  type PublishPorts,
  type PublishRequest,
  publishTo,
  shareOf,
} from '../publish/index.ts';
import { printPublished } from './print-published.ts';
import { checkTarget, type TargetFlags, targetOf } from './publish-target.ts';
import { type RenderedFleet, renderFleet } from './render-fleet.ts';
import { validateSynthesis } from './validate-synthesis.ts';

/** The options of `sluice publish`. */
export interface PublishFlags extends TargetFlags {
  readonly cluster?: string[];
  readonly message?: string;
  readonly maxDeletions: number;
  readonly validate: boolean;
  readonly json?: true;
}

const isError = ({ severity }: Finding): boolean => severity === 'error';

/** Renders the fleet, publishes what differs, and says what it did. */
export async function runPublish(flags: PublishFlags): Promise<void> {
  const cwd = process.cwd();
  const program = new ProgramRepository(cwd, process.env);
  checkTarget(flags, cwd);
  const source = { revision: await program.revision(), branch: await program.branch() };
  const uncommitted = await program.uncommitted();
  if (uncommitted.length > 0) throw new DiagnosticError([notCommitted(uncommitted)]);
  const rendered = await renderFleet(cwd, readProjectSettings(cwd), flags.cluster);
  const paint = painterFor(process.stderr, process.env);
  const found = rendered.diagnostics.map((each) => inSource(each, cwd));
  if (found.some(isError)) throw new DiagnosticError(found);
  const request = requestOf(rendered, source, flags);
  const judged = flags.validate ? await validateSynthesis(rendered.synthesis, cwd) : [];
  for (const each of [...found, ...judged]) console.error(formatDiagnostic(each, paint));
  if (judged.some(isError)) {
    process.exitCode = 1;
    return;
  }
  await inTemporaryFolder(tmpdir(), 'sluice-publish-', async (folder) => {
    const target = await targetOf(flags, program, source.branch, folder);
    const result = await publishTo(target.destination, request, portsOf(program));
    printPublished(result, target, request.origin, flags);
  }).catch(refuseFullDisk);
}

/** What the operating system refuses, such as a file on a full disk, is no defect. */
function refuseFullDisk(error: unknown): never {
  if (!(error instanceof Error && 'syscall' in error)) throw error;
  const message = `temporary files cannot be written: ${error.message}`;
  const hint = `Nothing was published. They go to ${tmpdir()}, or where TMPDIR says.`;
  throw new DiagnosticError([errorAt('publish-failed', {}, message, { hint })]);
}

function portsOf(program: ProgramRepository): PublishPorts {
  return {
    isBefore: (older, newer) => program.isBefore(older, newer),
    // Publishers that met once are not to meet again.
    pause: (attempt) => setTimeout(Math.random() * 200 * attempt),
  };
}

function notCommitted(files: readonly string[]): Diagnostic {
  const [first = '', ...others] = files;
  const more = others.length > 0 ? ` and ${plural(others.length, 'other')}` : '';
  const message = `what is published must be a commit, and ${first}${more} is in none`;
  const hint = 'Commit it, or put it away: git stash --include-untracked.';
  return errorAt('uncommitted-program', { file: first }, message, { hint });
}

function requestOf(
  { fleet, synthesis }: RenderedFleet,
  source: Pick<Origin, 'revision' | 'branch'>,
  { cluster, message, maxDeletions }: PublishFlags,
): PublishRequest {
  const { branches } = fleet;
  const environments = branches && (branches[source.branch] ?? []);
  const share = shareOf(synthesis.clusters, environments, cluster === undefined);
  const refused = cluster?.filter((name) => !share.clusters.includes(name)) ?? [];
  if (share.clusters.length === 0 || refused.length > 0) {
    throw new DiagnosticError([otherBranch(source.branch, environments ?? [], refused)]);
  }
  const origin = { ...source, clusters: share.clusters };
  const isRival = (branch: string): boolean =>
    environments?.some((each) => branches?.[branch]?.includes(each)) ?? true;
  return { tree: synthesis.tree, origin, share, isRival, message, maxDeletions };
}

function otherBranch(
  branch: string,
  environments: readonly string[],
  refused: readonly string[],
): Diagnostic {
  const what = refused.length > 0 ? refused.join(', ') : 'any cluster';
  const message = `the branch ${branch} does not publish ${what}`;
  const publishes = environments.length > 0 ? environments.join(' and ') : 'nothing';
  const hint = `It publishes ${publishes}: publishFrom() of the fleet says so. Preview it with sluice plan.`;
  return errorAt('other-branch', {}, message, { hint });
}
