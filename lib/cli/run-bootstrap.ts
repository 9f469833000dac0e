import {
  type BootstrapInput,
  checkOwnership,
  checkVersion,
  decryptionSecret,
  entryOf,
  fluxNamespace,
  formatRight,
  rightsFor,
  type SecretText,
  type Stage,
  stages,
  type Sync,
  syncOf,
  telltales,
} from '../bootstrap/index.ts';
import { type ClusterSource, isArtifactSource } from '../constructs/index.ts';
import { DiagnosticError, errorAt, formatDiagnostic, plural } from '../core/index.ts';
import { inSource, painterFor, readProjectSettings } from '../io/index.ts';
import { type Forge, readManifests } from '../io/bootstrap/index.ts';
import { Cluster } from '../io/cluster/index.ts';
import type { Manifest } from '../kubernetes/index.ts';
import type { Synthesis } from '../synth/index.ts';
import { announceKey } from './bootstrap/announce-key.ts';
import { applyStages } from './bootstrap/apply-stages.ts';
import { type Credentials, credentialsFor, plannedCredentials } from './bootstrap/credentials.ts';
import { decryptionFor, decrypts, plannedDecryption } from './bootstrap/decryption.ts';
import { formatStages } from './bootstrap/print-stages.ts';
import { progressOn } from './bootstrap/progress.ts';
import { publishMissing } from './bootstrap/publish-missing.ts';
import { hookPaths, receiversIn } from './bootstrap/receivers.ts';
import type { TargetFlags } from './publish-target.ts';
import { renderFleet } from './render-fleet.ts';
import { refuse, say, show } from './secret/output.ts';

/** The options of `sluice bootstrap`. */
export interface BootstrapFlags {
  readonly cluster: string;
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly operator?: string;
  readonly components?: string;
  readonly privateKey?: string;
  readonly knownHosts?: string;
  readonly register?: Forge;
  readonly repo?: string;
  readonly timeout: number;
  readonly dryRun?: true;
}

/** What the program says of the cluster. */
interface Wanted {
  readonly name: string;
  readonly kubernetes: string;
  /** Where `sluice publish` puts what its Flux reads. */
  readonly publication: TargetFlags;
  /** Whether it reads nothing that is not signed. */
  readonly isSigned: boolean;
  readonly recipients: readonly string[];
  readonly sync: Sync;
  readonly hasOperator: boolean;
  readonly input: Omit<BootstrapInput<SecretText>, 'credentials' | 'decryption'>;
  readonly synthesis: Synthesis;
}

/** Brings a cluster to what its program defines, and waits until it is. */
export async function runBootstrap(flags: BootstrapFlags): Promise<void> {
  const wanted = await readProgram(flags);
  const { input, sync } = wanted;
  if (flags.dryRun === true) {
    if (input.install.length === 0) {
      const option = wanted.hasOperator ? '--operator' : '--components';
      say(`What installs Flux is not among them: it comes with ${option}.`);
    }
    const credentials = plannedCredentials(sync).values;
    const decryption = decrypts(kustomizationsOf(input)) ? plannedDecryption() : undefined;
    process.stdout.write(formatStages(stages({ ...input, credentials, decryption })));
    return;
  }
  const end = Date.now() + flags.timeout * 60_000;
  const cluster = new Cluster(flags, process.env);
  await preflight(cluster, wanted);
  const { all, credentials } = await completed(cluster, wanted, flags);
  if (!(await publishMissing(wanted))) return;
  await applyStages(cluster, all, end, progressOn(process.stderr), async ({ id }) => {
    if (id === 'credentials' || (id === 'namespace' && credentials.values === undefined)) {
      await announceKey(credentials, wanted, flags.register, process.env);
    }
  });
  const count = plural(input.apps.length + 1, 'Kustomization');
  console.log(`${wanted.name} is ready: ${count}`);
  for (const line of await hookPaths(cluster, receiversIn(wanted.synthesis.tree, wanted.name))) {
    console.log(line);
  }
}

async function readProgram(flags: BootstrapFlags): Promise<Wanted> {
  const cwd = process.cwd();
  const { cluster: name } = flags;
  const rendered = await renderFleet(cwd, readProjectSettings(cwd), [name]);
  const found = rendered.diagnostics.map((each) => inSource(each, cwd));
  if (found.some(({ severity }) => severity === 'error')) throw new DiagnosticError(found);
  const paint = painterFor(process.stderr, process.env);
  for (const each of found) console.error(formatDiagnostic(each, paint));
  const { fleet, synthesis } = rendered;
  const cluster = fleet.clusters.find((each) => each.node.id === name);
  const { entry, apps } = entryOf(synthesis.tree, name);
  const sync = syncOf(entry);
  if (cluster === undefined || sync === undefined) throw new Error(`${name} has no entry`);
  const hasOperator = entry.some(({ kind }) => kind === 'FluxInstance');
  return {
    name,
    kubernetes: cluster.kubernetes,
    publication: publicationOf(cluster.source, flags.repo),
    isSigned: isArtifactSource(cluster.source) && cluster.source.verify !== undefined,
    recipients: cluster.sops?.age ?? [],
    sync,
    hasOperator,
    input: { cluster: name, entry, apps, install: installOf(flags, hasOperator) },
    synthesis,
  };
}

function publicationOf(source: ClusterSource, repo: string | undefined): TargetFlags {
  if (isArtifactSource(source)) return { repo: repo ?? `${source.url}:${source.tag ?? 'main'}` };
  return { repo: repo ?? source.url, branch: source.branch };
}

/** What installs Flux, which must be what the program says that it has. */
function installOf(
  { operator, components }: BootstrapFlags,
  hasOperator: boolean,
): readonly Manifest[] {
  if (components !== undefined && hasOperator) {
    const hint = "Say flux: 'components' in the program, or give --operator.";
    return refuse('missing-install', {}, 'the cluster has a FluxInstance in the program', hint);
  }
  if (operator !== undefined && !hasOperator) {
    const hint = "Give --components, or take flux: 'components' out of the program.";
    return refuse('missing-install', {}, 'the cluster has no FluxInstance in the program', hint);
  }
  if (operator !== undefined) return readManifests('--operator', operator);
  return components === undefined ? [] : readManifests('--components', components);
}

/** Refuses before anything is changed. */
async function preflight(cluster: Cluster, wanted: Wanted): Promise<void> {
  const { name, sync, input, hasOperator } = wanted;
  const version = await cluster.version();
  const versions = checkVersion(version, wanted.kubernetes);
  if (versions.some(({ severity }) => severity === 'error')) throw new DiagnosticError(versions);
  show(versions);
  const planned = { credentials: plannedCredentials(sync).values, decryption: plannedDecryption() };
  const missing = await cluster.missingRights(rightsFor(stages({ ...input, ...planned })));
  if (missing.length > 0) {
    const some = missing.slice(0, 5).map(formatRight).join(', ');
    const more = missing.length > 5 ? `, and ${missing.length - 5} more` : '';
    const hint = 'Use a kubeconfig that may administrate the cluster.';
    refuse('missing-rights', {}, `the kubeconfig may not ${some}${more}`, hint);
  }
  const live = await cluster.live(telltales(sync));
  const found = checkOwnership(name, sync, live, hasOperator);
  if (found.length > 0) throw new DiagnosticError(found);
  if (input.install.length === 0) await checkInstalled(cluster, hasOperator);
}

/** Without manifests that install Flux, the cluster must have it. */
async function checkInstalled(cluster: Cluster, hasOperator: boolean): Promise<void> {
  const name = hasOperator ? 'flux-operator' : 'kustomize-controller';
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: fluxNamespace, name };
  const [found] = await cluster.live([ref]);
  if (found !== undefined) return;
  const hint = hasOperator
    ? 'Get install.yaml of a release of github.com/controlplaneio-fluxcd/flux-operator, and give it: --operator FILE.'
    : 'Make them with flux install --export > FILE, and give them: --components FILE.';
  const message = hasOperator
    ? 'the cluster has no flux-operator, and none is given'
    : 'the cluster has no Flux, and none is given';
  throw new DiagnosticError([errorAt('missing-install', {}, message, { hint })]);
}

/** The stages with the secrets that the cluster lacks. */
async function completed(
  cluster: Cluster,
  { name, sync, input, recipients }: Wanted,
  flags: BootstrapFlags,
): Promise<{ readonly all: readonly Stage<SecretText>[]; readonly credentials: Credentials }> {
  const secret = { apiVersion: 'v1', kind: 'Secret', namespace: fluxNamespace };
  const [key] = await cluster.live([{ ...secret, name: decryptionSecret }]);
  const [source] =
    sync.secret === undefined ? [] : await cluster.live([{ ...secret, name: sync.secret }]);
  const { privateKey, knownHosts } = flags;
  const given = { cluster: name, privateKey, knownHosts, env: process.env };
  const credentials = credentialsFor(sync, source, given);
  const decryption = decrypts(kustomizationsOf(input))
    ? await decryptionFor(recipients, key, process.env)
    : undefined;
  return { all: stages({ ...input, credentials: credentials.values, decryption }), credentials };
}

function kustomizationsOf({ entry, apps }: Wanted['input']): readonly Manifest[] {
  return [...entry, ...apps];
}
