import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ReadyCheck,
  refOf,
  type SecretText,
  type Stage,
  type StageObject,
  whyNotReady,
} from '../../bootstrap/index.ts';
import { type Diagnostic, DiagnosticError, errorAt } from '../../core/index.ts';
import { type Cluster, isFluxs, isHeld } from '../../io/cluster/index.ts';
import { formatObject, type Manifest } from '../../kubernetes/index.ts';

/** What a person reads while they wait. */
export interface Progress {
  began(title: string): void;
  waits(object: string, reason: string): void;
  done(title: string): void;
}

/** How often the cluster is asked whether something is ready, in milliseconds. */
const interval = 1000;

/**
 * Brings a cluster through the stages. What it has already stays as it is, so that this can be
 * ended at any moment and begun again.
 *
 * @param end the time at which waiting ends, in milliseconds
 * @param afterStage what else is to be done between a stage's objects and their readiness
 * @throws DiagnosticError for whatever is not ready by then
 */
export async function applyStages(
  cluster: Cluster,
  stages: readonly Stage<SecretText>[],
  end: number,
  progress: Progress,
  onApplied: (stage: Stage<SecretText>) => Promise<void>,
): Promise<void> {
  const applied: StageObject<SecretText>[] = [];
  for (const stage of stages) {
    progress.began(stage.title);
    await cluster.apply(await leftToApply(cluster, stage.objects));
    await onApplied(stage);
    await untilReady(cluster, stage.ready, end, progress);
    applied.push(...stage.objects);
    await handOver(cluster, applied);
    progress.done(stage.title);
  }
}

/** Without what Flux applies by itself: it would have another owner again. */
async function leftToApply(
  cluster: Cluster,
  objects: readonly StageObject<SecretText>[],
): Promise<readonly StageObject<SecretText>[]> {
  const live = await cluster.live(objects.map(({ manifest }) => refOf(manifest)));
  return objects.filter(({ keeper }, index) => {
    const found = live[index];
    return keeper !== 'flux' || found === undefined || !isFluxs(found);
  });
}

/**
 * Lets go of what Flux applies by now. Otherwise a field that is taken out of the repository would
 * stay in the cluster, as Sluice's.
 */
async function handOver(
  cluster: Cluster,
  objects: readonly StageObject<SecretText>[],
): Promise<void> {
  const kept = objects.filter(({ keeper }) => keeper === 'flux').map(({ manifest }) => manifest);
  const live = await cluster.live(kept.map(refOf));
  for (const each of live) {
    if (each !== undefined && isFluxs(each) && isHeld(each)) await cluster.release(each);
  }
}

async function untilReady(
  cluster: Cluster,
  checks: readonly ReadyCheck[],
  end: number,
  progress: Progress,
): Promise<void> {
  const said = new Map<string, string>();
  let waiting = await notReady(cluster, checks);
  while (waiting.length > 0) {
    for (const { object, reason } of waiting) {
      if (said.get(object) !== reason) progress.waits(object, reason);
      said.set(object, reason);
    }
    if (Date.now() > end) throw new DiagnosticError(waiting.map(late));
    await sleep(interval);
    waiting = await notReady(cluster, checks);
  }
}

interface Waiting {
  readonly object: string;
  readonly reason: string;
}

async function notReady(
  cluster: Cluster,
  checks: readonly ReadyCheck[],
): Promise<readonly Waiting[]> {
  const live: readonly (Manifest | undefined)[] = await cluster.live(
    checks.map(({ object }) => object),
  );
  return checks.flatMap((check, index) => {
    const found = whyNotReady(live[index], check);
    if (found === undefined) return [];
    const { kind, name, namespace = '' } = check.object;
    return [{ object: formatObject({ kind, name, namespace }), reason: found.reason }];
  });
}

function late({ object, reason }: Waiting): Diagnostic {
  const hint = 'What is applied stays. Mend it and run this again, or wait longer: --timeout.';
  return errorAt('cluster-not-ready', { object }, reason, { hint });
}
