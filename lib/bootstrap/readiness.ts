import { isMap, listAt, type Manifest, textAt, valueAt } from '../kubernetes/index.ts';
import type { ReadyCheck } from './stage.ts';

/** Why an object is not ready yet; undefined if it is. */
export interface NotReady {
  /** For a person, and from whoever wrote the status: to be shown as other people's words. */
  readonly reason: string;
}

/**
 * Whether an object of the cluster is ready for its newest spec (kstatus: a status of an older
 * generation says nothing; fluxcd/cli-utils v1.2.3, pkg/kstatus/status/core.go).
 *
 * @param live the object as the cluster has it; undefined if it has none
 */
export function whyNotReady(
  live: Manifest | undefined,
  { condition }: ReadyCheck,
): NotReady | undefined {
  if (live === undefined) return { reason: 'is not there yet' };
  const { metadata } = live;
  if (metadata['deletionTimestamp'] !== undefined) return { reason: 'is being deleted' };
  const found = listAt(live, 'status', 'conditions').find(
    (each) => textAt(each, 'type') === condition,
  );
  if (!isMap(found)) return { reason: 'has no status yet' };
  const observed = valueAt(live, 'status', 'observedGeneration') ?? found['observedGeneration'];
  if (typeof observed === 'number' && observed !== metadata['generation']) {
    return { reason: 'has a newer spec than its status is about' };
  }
  if (found['status'] === 'True') return undefined;
  const words = [textAt(found, 'reason'), textAt(found, 'message')];
  return { reason: words.filter((each) => each !== undefined && each !== '').join(': ') };
}
