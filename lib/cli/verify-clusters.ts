import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { isArtifactSource } from '../constructs/index.ts';
import { DiagnosticError, errorAt } from '../core/index.ts';
import { addressOf, RemoteBranch } from '../io/publish/index.ts';
import { askForge, hasCommit, remotesOf, sameRepository, searchFiles } from '../io/verify/index.ts';
import { type Origin, originIn, type Tip } from '../publish/index.ts';
import { type ClusterState, findEntries, type Reconcile, type Tree } from '../reconcile/index.ts';
import { clustersFolder, type SynthesizedCluster } from '../synth/index.ts';
import type { ClusterEvidence, CommittedFiles, Known, Manifests } from '../verify/index.ts';
import { fluxOfThisMachine } from './offline-flux.ts';
import { orMissing } from './verify-program.ts';

/**
 * What is known of clusters without asking them: the branches that they read, and what Flux makes of them.
 *
 * @param repo the manifests repository, in place of those that the clusters read
 * @param folder an empty one, which must stay as long as the evidence is used
 */
export async function clusterEvidence(
  clusters: readonly SynthesizedCluster[],
  repo: string | undefined,
  folder: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly ClusterEvidence[]> {
  // What a person names, and names wrongly, is no lack of evidence.
  if (repo !== undefined) addressOf(repo, cwd, env);
  const flux = await orMissing(() => fluxOfThisMachine({ source: {}, offline: true }, env));
  const branches = new Map<string, Promise<Known<FetchedBranch>>>();
  const fetched = (url: string, branch: string): Promise<Known<FetchedBranch>> => {
    const key = `${url}\n${branch}`;
    const readers = clusters.filter(
      ({ cluster: { source } }) =>
        !isArtifactSource(source) && (repo ?? source.url) === url && source.branch === branch,
    );
    const names = readers.map(({ cluster }) => cluster.node.id);
    const own = path.join(folder, String(branches.size));
    const known = branches.get(key) ?? fetchBranch({ url, branch, names, folder: own, cwd, env });
    branches.set(key, known);
    return known;
  };
  const all: ClusterEvidence[] = [];
  for (const synthesized of clusters) {
    const { source, node } = synthesized.cluster;
    const branch = isArtifactSource(source)
      ? { missing: `${source.url} is an artifact, which is not looked into` }
      : await fetched(repo ?? source.url, source.branch);
    all.push({
      name: node.id,
      synthesized,
      manifests: 'value' in branch ? { value: manifestsOf(node.id, branch.value) } : branch,
      state: 'value' in branch ? await stateOf(node.id, branch.value, flux) : branch,
    });
  }
  return all;
}

/** A branch that clusters read. */
interface FetchedBranch extends Omit<Manifests, 'folder' | 'origin'> {
  readonly origins: ReadonlyMap<string, Origin>;
}

interface ToFetch {
  readonly url: string;
  readonly branch: string;
  /** The clusters that read it. */
  readonly names: readonly string[];
  readonly folder: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

function fetchBranch(to: ToFetch): Promise<Known<FetchedBranch>> {
  const { url, branch, names, folder, cwd, env } = to;
  return orMissing(async () => {
    mkdirSync(folder, { mode: 0o700 });
    const remote = new RemoteBranch(addressOf(url, cwd, env), branch, folder, env);
    await remote.open();
    const tip = await remote.tip();
    const origins = await originsOf(remote, names);
    const remotes = await remotesOf(cwd);
    const isProgram =
      remotes.some((each) => sameRepository(each, url)) || (await hasCommit(cwd, tip.id));
    const files = await filesOf(folder, tip, url);
    const rules = await askForge(url, branch, env);
    return { url, branch, commit: tip.id, files, isProgram, rules, origins };
  });
}

async function filesOf(
  folder: string,
  { id: commit, tree }: Tip,
  url: string,
): Promise<CommittedFiles> {
  const found = await searchFiles(folder, commit, url, tree);
  if (!('problem' in found)) return found;
  throw new DiagnosticError([errorAt('unknown-revision', {}, found.problem)]);
}

/** From what each cluster was published last. */
async function originsOf(
  remote: RemoteBranch,
  names: readonly string[],
): Promise<ReadonlyMap<string, Origin>> {
  const origins = new Map<string, Origin>();
  for await (const message of remote.messages()) {
    const origin = originIn(message);
    for (const name of origin?.clusters ?? []) {
      if (origin !== undefined && names.includes(name) && !origins.has(name)) {
        origins.set(name, origin);
      }
    }
    if (origins.size === names.length) break;
  }
  return origins;
}

function manifestsOf(name: string, { origins, ...branch }: FetchedBranch): Manifests {
  const origin = origins.get(name);
  return {
    ...branch,
    folder: folderOf(name, branch.files.tree),
    origin:
      origin === undefined
        ? { missing: 'no commit of sluice publish is there' }
        : { value: origin },
  };
}

/** The folder of a repository that holds `clusters/`. */
function folderOf(name: string, tree: Tree): string {
  const end = `${clustersFolder}/${name}/flux-system`;
  const entries = findEntries(tree).filter((each) => each === end || each.endsWith(`/${end}`));
  const [shortest = end] = entries.sort((a, b) => a.length - b.length);
  return shortest.slice(0, -end.length).replace(/\/$/, '');
}

async function stateOf(
  name: string,
  { files: { tree } }: FetchedBranch,
  flux: Known<{ readonly reconcile: Reconcile }>,
): Promise<Known<ClusterState>> {
  if ('missing' in flux) return flux;
  const parts = [folderOf(name, tree), clustersFolder, name, 'flux-system'];
  const entry = parts.filter((each) => each !== '').join('/');
  if (tree.list(entry) === undefined) return { missing: `the branch has no folder ${entry}` };
  return orMissing(() => flux.value.reconcile({ tree, entry }));
}
