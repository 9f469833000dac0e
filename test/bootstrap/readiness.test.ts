import { describe, expect, it, test } from 'vitest';
import { whyNotReady } from '../../lib/bootstrap/index.ts';
import type { Manifest } from '../../lib/kubernetes/index.ts';

const object = { apiVersion: 'v1', kind: 'Kind', name: 'a' };
const check = { object, condition: 'Ready' } as const;

function live(status: unknown, metadata: object = {}): Manifest {
  const meta = { name: 'a', generation: 2, ...metadata };
  return { apiVersion: 'v1', kind: 'Kind', metadata: meta, status: status as never };
}

function conditions(ready: object, observedGeneration = 2) {
  return { observedGeneration, conditions: [{ type: 'Other' }, { type: 'Ready', ...ready }] };
}

describe('an object is ready', () => {
  it('where its condition is true for its newest spec', () => {
    expect(whyNotReady(live(conditions({ status: 'True' })), check)).toBeUndefined();
  });

  test.each([
    ['it is not there', undefined, 'is not there yet'],
    ['it has no status', live(undefined), 'has no status yet'],
    ['its status is of an older spec', live(conditions({ status: 'True' }, 1)), 'has a newer spec'],
    ['it is being deleted', live({}, { deletionTimestamp: 'now' }), 'is being deleted'],
    [
      'its condition is false, for the reason that it says',
      live(conditions({ status: 'False', reason: 'BuildFailed', message: 'no such folder' })),
      'BuildFailed: no such folder',
    ],
  ])('not where %s', (_, manifest, reason) => {
    expect(whyNotReady(manifest, check)?.reason).toContain(reason);
  });

  it('also where only the condition says which spec it is about', () => {
    const own = [{ type: 'Ready', status: 'True', observedGeneration: 1 }];
    expect(whyNotReady(live({ conditions: own }), check)?.reason).toContain('newer spec');
  });
});
