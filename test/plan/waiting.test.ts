import { describe, expect, test } from 'vitest';
import {
  after,
  changesOf,
  claim,
  cluster,
  configMap,
  inWords,
  kustomization as k,
  planned,
  told,
} from './support.ts';

const data = claim('data');
const c = configMap('c');
const changed = configMap('c', { data: { a: '1' } });
const waiting = { status: 'waiting' } as const;
const first = k('first', [], { suspend: true });
const behind = (...objects: Parameters<typeof k>[1]) => k('a', objects, after('first'), waiting);

describe('a Kustomization that waits for a suspended one', () => {
  test('creates, changes and prunes nothing', () => {
    const [base, head] = [
      [first, behind(c, data)],
      [first, behind(changed, configMap('new'))],
    ];
    expect(planned(base, head)).toEqual([
      'deferred ConfigMap c (predecessor)',
      'deferred ConfigMap new (predecessor)',
      'deferred PersistentVolumeClaim data (predecessor)',
    ]);
  });

  test('goes on when that one does', () => {
    const resumed = [k('first', []), k('a', [changed], after('first'))];
    expect(planned([first, behind(c, data)], resumed)).toEqual([
      'updated ConfigMap c',
      'deleted PersistentVolumeClaim data (removed-entry)',
    ]);
  });

  test('may act once more where that one is suspended only now', () => {
    const base = [k('first', []), k('a', [c, data], after('first'))];
    expect(planned(base, [first, behind(changed)])).toEqual([
      'deferred? ConfigMap c (predecessor)',
      'deleted? PersistentVolumeClaim data (removed-entry)',
    ]);
  });

  test('may act before it begins to wait', () => {
    expect(planned([first, k('a', [c, data])], [first, behind(changed)])).toEqual([
      'deferred? ConfigMap c (predecessor)',
      'deleted? PersistentVolumeClaim data (removed-entry)',
    ]);
  });

  test('prunes nothing where neither spec says so', () => {
    const off = { prune: false };
    const head = k('a', [c], { ...after('first'), ...off }, waiting);
    expect(planned([first, k('a', [c, data], off)], [first, head])).toEqual([
      'orphaned? PersistentVolumeClaim data (removed-entry)',
    ]);
  });

  test('still goes with what it has when it is removed', () => {
    expect(planned([first, behind(data)], [first])).toEqual([
      'deleted PersistentVolumeClaim data (removed-owner)',
    ]);
  });

  test('takes nothing over', () => {
    const head = [first, k('b', []), behind(data)];
    expect(planned([first, k('b', [data]), behind()], head)).toEqual([
      'deleted PersistentVolumeClaim data (missing-taker)',
    ]);
  });
});

describe('an owner that holds', () => {
  const off = { suspend: true };

  test('creates nothing again when it is deleted and created on the way to another parent', () => {
    const under = (parent: string) => [
      k('p', []),
      k('q', []),
      k('a', [data], off, { parent }),
      k('b', [c], after('a'), { parent, ...waiting }),
    ];
    expect(planned(under('p'), under('q'))).toEqual(['deleted? ConfigMap c (removed-owner)']);
  });

  test('gets what the old one may have changed once more', () => {
    const orphaning = { deletionPolicy: 'Orphan', path: 'x' };
    const head = k('b', [changed], { ...off, path: 'x' });
    expect(planned([k('a', [c], orphaning)], [head])).toEqual([
      'deferred? ConfigMap c (suspended)',
    ]);
  });
});

test('what waits for one that is not there does nothing', () => {
  const alone = (...objects: Parameters<typeof k>[1]) => k('a', objects, after('gone'), waiting);
  expect(planned([alone(c)], [alone(changed)])).toEqual(['blocked ConfigMap c (predecessor)']);
});

test('an owner that is suspended only now may take an object over before that', () => {
  const base = cluster([k('a', [data]), k('b', [])]);
  const head = cluster([k('a', []), k('b', [data], { suspend: true })]);
  const changes = changesOf(base, head);
  expect(inWords(changes)).toEqual(['deleted? PersistentVolumeClaim data (missing-taker)']);
  expect(changes).toMatchObject([{ intended: 'moved' }]);
});

test.each([{ reconcile: 'disabled' }, { ssa: 'IfNotPresent' }])(
  'what the base did not apply for %j may not be as it says',
  (marks) => {
    expect(planned([k('a', [told(c, marks)])], [k('a', [changed])])).toEqual([
      'updated? ConfigMap c (unknown)',
    ]);
  },
);
