import { plural } from '../../core/index.ts';
import type { Manifest } from '../../kubernetes/index.ts';
import type { Check } from '../check.ts';
import { isOfFlux, isSuspended, nameOf } from '../conditions.ts';
import { type Evidence, valueOf } from '../evidence.ts';
import { Findings, type Outcome } from '../outcome.ts';

/** What somebody suspended by hand stays so until somebody remembers. */
export const suspendedObjects: Check = {
  id: 'suspended-objects',
  title: 'Nothing is suspended that the program does not suspend',
  part: 'live',
  look,
};

/** By which flux-operator is told to leave an object alone (flux-operator v0.59.0, api/v1). */
const reconcileAnnotation = 'fluxcd.controlplane.io/reconcile';

function look({ live, clusters: [cluster] }: Evidence): Outcome {
  const findings = new Findings();
  const { note } = findings;
  const objects = live && valueOf(live.flux, note);
  if (objects === undefined) return findings.outcome(undefined);
  const state = cluster && valueOf(cluster.state, note);
  const declared = new Set(
    (state?.kustomizations ?? [])
      .flatMap((each) => each.objects)
      .flatMap(({ manifest }) => (isHeld(manifest) ? [nameOf(manifest)] : [])),
  );
  let meant = 0;
  for (const each of objects.filter(isHeld)) {
    const object = nameOf(each);
    if (declared.has(object)) {
      meant += 1;
      continue;
    }
    const { namespace = '', name } = each.metadata;
    const resume = `flux -n ${namespace} resume ${each.kind.toLowerCase()} ${name}`;
    const remedy = isSuspended(each)
      ? `Resume it: ${resume}. Or suspend it in the program.`
      : `Take off its annotation ${reconcileAnnotation}.`;
    findings.fail('it is suspended', remedy, { object });
  }
  if (meant > 0) findings.note(`${meant} suspended by the program`);
  return findings.outcome(plural(objects.filter((each) => isOfFlux(each)).length, 'object'));
}

function isHeld(object: Manifest): boolean {
  const isDisabled = object.metadata.annotations?.[reconcileAnnotation] === 'disabled';
  return isOfFlux(object) && (isSuspended(object) || isDisabled);
}
