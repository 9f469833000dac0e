import { identityRef } from '../../bootstrap/index.ts';
import type { Manifest } from '../../kubernetes/index.ts';
import {
  type Known,
  type LiveEvidence,
  type LiveIdentity,
  whichCluster,
} from '../../verify/index.ts';
import type { Kubectl } from '../cluster/index.ts';
import { readCertificates } from './certificates.ts';
import { ask, askObjects, type Objects, type Printed } from './kubectl.ts';
import { listLabelled } from './labelled.ts';
import { probe, type ToProbe } from './probe.ts';

/**
 * Asks a cluster all that checks want to know. It only reads; where it turns out to be another cluster,
 * it asks no more.
 *
 * @param cluster which of the program's clusters it is to be
 * @param applied what Flux is to have applied, or why that is not known
 */
export async function askCluster(
  kubectl: Kubectl,
  cluster: string,
  applied: Known<readonly ToProbe[]>,
  now: Date,
): Promise<LiveEvidence> {
  const identity = await identityOf(kubectl);
  const found = 'value' in identity ? whichCluster(identity.value) : undefined;
  const isAnother = found !== undefined && found !== cluster;
  if ('missing' in identity || isAnother) {
    const none = 'missing' in identity ? identity : { missing: 'it is another cluster' };
    return {
      ...{ cluster, now, identity, deployments: none, flux: none },
      ...{ probes: none, labelled: none, certificates: none },
    };
  }
  const resources = await resourcesOf(kubectl);
  const flux = await after(resources, (all) => objectsOfFlux(kubectl, all));
  const label = ['--all-namespaces', '--selector=app.kubernetes.io/part-of=flux'];
  return {
    cluster,
    now,
    identity,
    deployments: asKnown(await askObjects(kubectl, ['get', 'deployments.apps', ...label])),
    flux,
    probes: await after(applied, async (all) => ({ value: await probe(kubectl, all) })),
    labelled: await after(resources, async (all) => ({ value: await listLabelled(kubectl, all) })),
    certificates: await after(resources, async (all) => {
      const objects = 'value' in flux ? flux.value : [];
      return { value: await readCertificates(kubectl, objects, all) };
    }),
  };
}

async function after<Before, Now>(
  known: Known<Before>,
  next: (value: Before) => Promise<Known<Now>>,
): Promise<Known<Now>> {
  return 'value' in known ? next(known.value) : known;
}

async function identityOf(kubectl: Kubectl): Promise<Known<LiveIdentity>> {
  const { namespace = '', name } = identityRef;
  const get = (kind: string, of: string, path: string): Promise<Printed> => {
    const more = ['--ignore-not-found', `--output=jsonpath=${path}`];
    return ask(kubectl, ['get', kind, of, `--namespace=${namespace}`, ...more]);
  };
  const kept = await get('configmaps', name, '{.data.name}');
  const kind = 'kustomizations.kustomize.toolkit.fluxcd.io';
  const root = await get(kind, 'flux-system', '{.spec.path}');
  // A cluster without Flux does not know the kind, and some people may read only one of the two.
  if ('problem' in kept && 'problem' in root) return { missing: kept.problem };
  const textOf = (found: Printed): string | undefined =>
    'text' in found && found.text !== '' ? found.text : undefined;
  return { value: { name: textOf(kept), path: textOf(root) } };
}

/** The kinds that can be listed, such as `deployments.apps`. */
async function resourcesOf(kubectl: Kubectl): Promise<Known<readonly string[]>> {
  const found = await ask(kubectl, ['api-resources', '--verbs=list', '--output=name']);
  if ('problem' in found) return { missing: found.problem };
  return { value: found.text.split('\n').filter(Boolean) };
}

/** Objects of Flux hold no secrets but what people wrote into them. */
async function objectsOfFlux(
  kubectl: Kubectl,
  resources: readonly string[],
): Promise<Known<readonly Manifest[]>> {
  const kinds = resources.filter((each) =>
    /\.toolkit\.fluxcd\.io$|\.fluxcd\.controlplane\.io$/.test(each),
  );
  if (kinds.length === 0) return { missing: 'the cluster has no Flux' };
  return asKnown(await askObjects(kubectl, ['get', kinds.join(','), '--all-namespaces']));
}

function asKnown(found: Objects): Known<readonly Manifest[]> {
  return 'problem' in found ? { missing: found.problem } : { value: found.answers };
}
