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
import { addressOf, ProgramRepository, RemoteBranch, type Tip } from '../io/publish/index.ts';
import {
  existingIn,
  type Origin,
  originIn,
  publicationOf,
  type Published,
  type PublishRequest,
  shareOf,
} from '../publish/index.ts';
import { type RenderedFleet, renderFleet } from './render-fleet.ts';
import { validateSynthesis } from './validate-synthesis.ts';

/** The options of `sluice publish`. */
export interface PublishFlags {
  readonly repo: string;
  readonly branch: string;
  readonly cluster?: string[];
  readonly message?: string;
  readonly maxDeletions: number;
  readonly validate: boolean;
  readonly json?: true;
}

const isError = ({ severity }: Finding): boolean => severity === 'error';

/** How often a commit is made anew because others pushed meanwhile. */
const attempts = 20;

/** Renders the fleet, commits what differs on the branch, and says what it did. */
export async function runPublish(flags: PublishFlags): Promise<void> {
  const cwd = process.cwd();
  const program = new ProgramRepository(cwd, process.env);
  const address = addressOf(flags.repo, cwd, process.env);
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
  const result = await inTemporaryFolder(tmpdir(), 'sluice-publish-', async (folder) => {
    const remote = new RemoteBranch(address, flags.branch, folder, process.env);
    await remote.open();
    return publish(remote, program, request);
  });
  print(result, request.origin, flags);
}

/** What was published; without a commit, nothing had changed. */
interface Result extends Published {
  readonly commit: string | undefined;
}

async function publish(
  remote: RemoteBranch,
  program: ProgramRepository,
  request: PublishRequest,
): Promise<Result> {
  const settings = await program.commitSettings();
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const tip = await remote.tip();
    await checkNothingNewer(remote, program, request.origin);
    const published = publicationFor(tip, request);
    const { writes, deletes } = published.changes;
    if (writes.size === 0 && deletes.length === 0) return { ...published, commit: undefined };
    const commit = await remote.commit(tip, published.changes, published.message, settings);
    if (await remote.push(commit)) return { ...published, commit };
    // Publishers that met once are not to meet again.
    await setTimeout(Math.random() * 200 * attempt);
  }
  const message = `others pushed to the branch ${plural(attempts, 'time')} meanwhile`;
  const hint = 'Nothing was published. Run it again.';
  throw new DiagnosticError([errorAt('publish-failed', {}, message, { hint })]);
}

function publicationFor({ tree }: Tip, request: PublishRequest): Published {
  const published = publicationOf(existingIn(tree), request);
  if ('refusals' in published) throw new DiagnosticError(published.refusals);
  return published;
}

/** What was published last of these clusters must not be newer than what is to be. */
async function checkNothingNewer(
  remote: RemoteBranch,
  program: ProgramRepository,
  origin: Origin,
): Promise<void> {
  for await (const message of remote.messages()) {
    const last = originIn(message);
    if (last?.branch !== origin.branch) continue;
    if (!last.clusters.some((each) => origin.clusters.includes(each))) continue;
    const isBefore = await program.isBefore(last.revision, origin.revision);
    if (isBefore !== true) throw new DiagnosticError([notNewer(last, isBefore)]);
    return;
  }
}

function notNewer({ revision }: Origin, isBefore: false | undefined): Diagnostic {
  const short = revision.slice(0, 12);
  if (isBefore === undefined) {
    const hint = 'Fetch its history: git fetch --unshallow, or fetch-depth: 0 in GitHub Actions.';
    const message = `${short} is published, which this checkout of the program does not have`;
    return errorAt('stale-program', {}, message, { hint });
  }
  const hint = 'Pull first. To go back, revert the commit in the program: git revert.';
  return errorAt('stale-program', {}, `${short} is published, and is not before this commit`, {
    hint,
  });
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
  return { tree: synthesis.tree, origin, share, message, maxDeletions };
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

function print({ commit, changes }: Result, origin: Origin, flags: PublishFlags): void {
  const { writes, deletes } = changes;
  if (flags.json === true) {
    const status = commit === undefined ? 'unchanged' : 'published';
    const files = { written: [...writes.keys()].sort(), removed: deletes };
    const all = { version: 1, status, commit, branch: flags.branch, source: origin, ...files };
    console.log(JSON.stringify(all, null, 2));
    return;
  }
  const clusters = origin.clusters.join(', ');
  if (commit === undefined) {
    console.log(`${clusters}: nothing changed, so nothing is committed to ${flags.branch}`);
    return;
  }
  const counts = [
    ...(writes.size > 0 ? [`${plural(writes.size, 'file')} written`] : []),
    ...(deletes.length > 0 ? [`${plural(deletes.length, 'file')} removed`] : []),
  ].join(', ');
  console.log(`${clusters}: ${counts}`);
  console.log(
    `→ ${flags.branch} ${commit.slice(0, 12)}, from ${origin.branch} ${origin.revision.slice(0, 12)}`,
  );
}
