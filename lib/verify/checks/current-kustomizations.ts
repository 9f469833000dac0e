import { plural } from '../../core/index.ts';
import { type Manifest, textAt, valueAt } from '../../kubernetes/index.ts';
import type { Check } from '../check.ts';
import { idOf, isOfFlux, isSuspended, nameOf, whyNotReady } from '../conditions.ts';
import { type ClusterEvidence, type Evidence, valueOf } from '../evidence.ts';
import { Findings, type Outcome } from '../outcome.ts';

/** What is published and not applied is not what the cluster runs. */
export const currentKustomizations: Check = {
  id: 'current-kustomizations',
  title: 'Every Kustomization is Ready, at the published revision',
  part: 'live',
  look,
};

function look({ live, clusters }: Evidence): Outcome {
  const findings = new Findings();
  const { note } = findings;
  const objects = live && valueOf(live.flux, note);
  if (objects === undefined) return findings.outcome(undefined);
  const all = objects.filter((each) => isOfFlux(each, 'Kustomization') && !isSuspended(each));
  const revisions = new Map(objects.map((each) => [sourceKey(each), artifactOf(each)]));
  const tip = tipOf(clusters[0], note);
  for (const each of all) {
    const object = nameOf(each);
    const { namespace = '', name } = each.metadata;
    const ask = `Ask Flux: flux -n ${namespace} reconcile kustomization ${name} --with-source`;
    const why = whyNotReady(each);
    if (why !== undefined) {
      const remedy = `Mend what it says; then: flux -n ${namespace} reconcile kustomization ${name}`;
      findings.fail(why, remedy, { object });
      continue;
    }
    const source = sourceOf(each);
    const applied = textAt(each, 'status', 'lastAppliedRevision') ?? 'none';
    const isRoot = source === rootSource;
    const wanted = isRoot && tip !== undefined ? tip : commitIn(revisions.get(source) ?? applied);
    if (commitIn(applied) !== wanted) {
      findings.fail(`it has applied ${short(applied)}, not ${short(wanted)}`, ask, { object });
    }
  }
  const names = new Set(objects.filter((each) => isOfFlux(each, 'Kustomization')).map(idOf));
  for (const { id } of clusters[0]?.synthesized.apps ?? []) {
    if (names.has(id)) continue;
    const remedy =
      'Publish the program and wait, or see why the Kustomization above it is not Ready.';
    findings.fail('the cluster does not have it', remedy, { object: `Kustomization ${id}` });
  }
  return findings.outcome(plural(all.length, 'Kustomization'));
}

const rootSource = 'GitRepository/flux-system/flux-system';

/** The newest commit of the branch that the cluster reads. */
function tipOf(
  cluster: ClusterEvidence | undefined,
  note: (text: string, about?: string) => void,
): string | undefined {
  const without = 'compared with what the sources have fetched';
  return cluster && valueOf(cluster.manifests, note, without)?.commit;
}

function sourceOf(kustomization: Manifest): string {
  const source = valueAt(kustomization, 'spec', 'sourceRef');
  const namespace = textAt(source, 'namespace') ?? kustomization.metadata.namespace ?? '';
  return `${textAt(source, 'kind') ?? ''}/${namespace}/${textAt(source, 'name') ?? ''}`;
}

function sourceKey({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}

function artifactOf(source: Manifest): string | undefined {
  return textAt(source, 'status', 'artifact', 'revision');
}

/** The commit of a revision as Flux writes it, `main@sha1:…`. */
function commitIn(revision: string): string {
  return /(?:^|@)sha(?:1|256):([0-9a-f]+)$/.exec(revision)?.[1] ?? revision;
}

function short(revision: string): string {
  return revision.replace(/[0-9a-f]{40,}/, (commit) => commit.slice(0, 12));
}
