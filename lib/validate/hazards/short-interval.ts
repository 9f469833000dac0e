import { secondsOf } from '../duration.ts';
import type { AppliedKustomization } from '../applied.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';

/**
 * Requests a second that kustomize-controller allows itself (fluxcd/pkg runtime v0.100, client
 * options: kube-api-qps). Half of them are left for what changes.
 */
const allowed = 50;

/**
 * Requests a second that checking the objects takes, every interval: each is read, and applied as a
 * dry run (fluxcd/pkg ssa v0.76.2, manager_apply.go: ApplyAll).
 */
function loadOf({ spec, objects, status, target }: AppliedKustomization): number {
  const interval = secondsOf(spec.interval);
  if (interval === undefined || interval === 0 || status !== 'applied' || target !== '') return 0;
  return (2 * objects.length) / interval;
}

function rounded(load: number): string {
  return String(Math.round(load * 10) / 10);
}

function* check({ kustomizations }: Subjects): Generator<Complaint> {
  const total = kustomizations.reduce((sum, each) => sum + loadOf(each), 0);
  if (total <= allowed / 2) return;
  for (const each of kustomizations) {
    const { subject, objects } = each;
    const load = loadOf(each);
    // Those whose share is not to be seen would not help.
    if (subject === undefined || load < total / kustomizations.length || load < 1) continue;
    const own = `${objects.length} objects every ${subject.said(subject.field('spec', 'interval'))} are ${rounded(load)}`;
    const message = `${own} of the ${rounded(total)} requests a second that all Kustomizations make, where Flux allows itself ${allowed}`;
    yield { subject, at: subject.field('spec', 'interval'), message };
  }
}

/** Each interval costs two requests for each object, changed or not. */
export const shortInterval: Rule = {
  about: 'objects',
  code: 'short-interval',
  level: 'warning',
  set: 'flux',
  check,
  remedy: 'Lengthen the interval: a webhook or the source tells Flux of changes at once.',
};
