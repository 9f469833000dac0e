import { plural } from '../../core/index.ts';
import { type Manifest, valueAt } from '../../kubernetes/index.ts';
import type { Check } from '../check.ts';
import { isSuspended, nameOf, whyNotReady } from '../conditions.ts';
import { type Evidence, valueOf } from '../evidence.ts';
import { Findings, type Outcome } from '../outcome.ts';

/** While a controller is away or a source cannot be fetched, nothing of what is pushed arrives. */
export const healthyFlux: Check = {
  id: 'healthy-flux',
  title: 'Flux runs, and its sources are Ready',
  part: 'live',
  look,
};

function look({ live }: Evidence): Outcome {
  const findings = new Findings();
  const { note } = findings;
  const deployments = live && valueOf(live.deployments, note);
  const objects = live && valueOf(live.flux, note);
  for (const each of deployments ?? []) {
    const wanted = countAt(each, 'spec', 'replicas') ?? 1;
    const available = countAt(each, 'status', 'availableReplicas') ?? 0;
    if (available >= wanted && wanted > 0) continue;
    const object = nameOf(each);
    const message = `${available} available of ${plural(wanted, 'replica')}`;
    const { namespace = '', name } = each.metadata;
    findings.fail(message, `See why: kubectl -n ${namespace} describe deployment ${name}`, {
      object,
    });
  }
  if (deployments?.length === 0) {
    const message = 'no Deployment has the label app.kubernetes.io/part-of=flux';
    findings.fail(message, 'Install Flux: sluice bootstrap.');
  }
  const sources = objects?.filter((each) => hasStatus(each) && !isSuspended(each)) ?? [];
  for (const each of sources) {
    const why = whyNotReady(each);
    if (why === undefined) continue;
    const { namespace = '', name } = each.metadata;
    const remedy = `See why: kubectl -n ${namespace} describe ${each.kind.toLowerCase()} ${name}`;
    findings.fail(why, remedy, { object: nameOf(each) });
  }
  const counts = [
    ...(deployments === undefined ? [] : [plural(deployments.length, 'Deployment')]),
    ...(objects === undefined ? [] : [plural(sources.length, 'source')]),
  ];
  return findings.outcome(counts.length === 0 ? undefined : counts.join(', '));
}

/** Whether an object is a source that gets a status: a HelmRepository of a registry does not. */
function hasStatus(object: Manifest): boolean {
  const isSource = object.apiVersion.startsWith('source.toolkit.fluxcd.io/');
  return isSource && valueAt(object, 'spec', 'type') !== 'oci';
}

function countAt(object: Manifest, ...path: readonly string[]): number | undefined {
  const found = valueAt(object, ...path);
  return typeof found === 'number' ? found : undefined;
}
