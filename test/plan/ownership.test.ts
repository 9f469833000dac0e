import { describe, expect, test } from 'vitest';
import { after, changesOf, claim, cluster, configMap, inWords } from './support.ts';
import { kustomization, planned, told } from './support.ts';

const data = claim('data');
const kept = told(data, { prune: 'disabled' });
const k = kustomization;

describe('an object that left its Kustomization', () => {
  test('is deleted where it prunes', () => {
    expect(planned([k('a', [data])], [k('a', [])])).toEqual([
      'deleted PersistentVolumeClaim data (removed-entry)',
    ]);
  });

  test('is orphaned where it does not', () => {
    const off = { prune: false };
    expect(planned([k('a', [data], off)], [k('a', [], off)])).toEqual([
      'orphaned PersistentVolumeClaim data (removed-entry)',
    ]);
  });

  test('is orphaned if the live object says so, in an annotation or a label', () => {
    expect(planned([k('a', [kept])], [k('a', [])])).toEqual([
      'orphaned PersistentVolumeClaim data (exempt)',
    ]);
  });

  test('may be deleted although Git excluded it: the live object may lack the annotation', () => {
    expect(planned([k('a', [told(data, { ssa: 'Ignore' })])], [k('a', [])])).toEqual([
      'deleted? PersistentVolumeClaim data (removed-entry)',
    ]);
  });

  test('stays while its owner is suspended', () => {
    const off = { suspend: true };
    expect(planned([k('a', [data], off)], [k('a', [], off)])).toEqual([
      'deferred PersistentVolumeClaim data (suspended)',
    ]);
  });

  test.each([{ prune: false }, { suspend: true }])(
    'may be deleted before its protection arrives: %j',
    (spec) => {
      expect(planned([k('a', [data])], [k('a', [], spec)])).toEqual([
        'deleted? PersistentVolumeClaim data (late-protection)',
      ]);
    },
  );

  test('is protected by a spec that its owner waits for', () => {
    const ordered = (objects: (typeof data)[], spec = {}) => [
      k('parent', []),
      k('a', objects, { ...after('parent'), ...spec }, { parent: 'parent' }),
    ];
    expect(planned(ordered([data]), ordered([], { prune: false }))).toEqual([
      'orphaned PersistentVolumeClaim data (removed-entry)',
    ]);
  });

  test('is deleted once its suspended owner is resumed', () => {
    expect(planned([k('a', [data], { suspend: true })], [k('a', [])])).toEqual([
      'deleted PersistentVolumeClaim data (removed-entry)',
    ]);
  });

  test('is left alone where its owner fails', () => {
    expect(planned([k('a', [data])], [k('a', [], {}, { status: 'failed' })])).toEqual([]);
  });
});

describe('the objects of a removed Kustomization', () => {
  test.each([
    [{}, 'deleted'],
    [{ deletionPolicy: 'Orphan' }, 'orphaned'],
    [{ deletionPolicy: 'Delete', prune: false }, 'deleted'],
    [{ deletionPolicy: 'WaitForTermination' }, 'deleted'],
    [{ prune: false }, 'orphaned'],
    [{ suspend: true }, 'orphaned'],
  ])('with %j are %s', (spec, action) => {
    expect(planned([k('a', [data], spec)], [])).toEqual([
      `${action} PersistentVolumeClaim data (removed-owner)`,
    ]);
  });

  test('stay if the Kustomization itself does', () => {
    const parent = k('parent', [], { prune: false });
    expect(planned([parent, k('a', [data], {}, { parent: 'parent' })], [parent])).toEqual([
      'orphaned PersistentVolumeClaim data (left-owner)',
    ]);
  });

  test('may change if it goes on: its folder is still there, or its source is another', () => {
    const parent = k('parent', [], { prune: false });
    const left = (spec: object, options: object, source?: string) => {
      const more = { parent: 'parent', ...(source !== undefined && { source }) };
      const base = cluster([parent, k('a', [data], { path: 'x', ...spec }, more)]);
      return inWords(changesOf(base, cluster([parent]), options));
    };
    const hasFolder = { hasFolder: (folder: string) => folder === 'x' };
    const goesOn = ['orphaned? PersistentVolumeClaim data (left-owner)'];
    const stays = ['orphaned PersistentVolumeClaim data (left-owner)'];
    expect(left({}, {})).toEqual(stays);
    expect(left({}, hasFolder)).toEqual(goesOn);
    expect(left({}, {}, 'OCIRepository/demo/s')).toEqual(goesOn);
    expect(left({ suspend: true }, hasFolder)).toEqual(stays);
  });

  test('go with a whole tree of Kustomizations', () => {
    const tree = [k('parent', []), k('a', [data], {}, { parent: 'parent' })];
    expect(planned(tree, [])).toEqual(['deleted PersistentVolumeClaim data (removed-owner)']);
  });

  test('go if it is moved to another parent that may come too late', () => {
    const under = (parent: string) => [k('p', []), k('q', []), k('a', [data], {}, { parent })];
    expect(planned(under('p'), under('q'))).toEqual([
      're-created? PersistentVolumeClaim data (removed-owner)',
    ]);
  });
});

test('an excluded object does not come back with its owner', () => {
  const excluded = told(data, { reconcile: 'disabled' });
  const under = (parent: string, object: typeof data) => [
    k('p', []),
    k('q', []),
    k('a', [object], {}, { parent }),
  ];
  expect(planned(under('p', data), under('q', excluded))).toEqual([
    'deleted? PersistentVolumeClaim data (removed-owner)',
  ]);
});

describe('a move to another Kustomization', () => {
  const from = [k('a', [data]), k('b', [])];
  const to = [k('a', []), k('b', [data])];

  test('may delete the object first', () => {
    expect(planned(from, to)).toEqual(['moved? PersistentVolumeClaim data (removed-entry)']);
  });

  test('is safe if the old owner waits for the new one', () => {
    const ordered = (a: typeof from, b: typeof from) => [...a, ...b];
    expect(
      planned(
        ordered([k('b', [])], [k('a', [data], after('b'))]),
        ordered([k('b', [data])], [k('a', [], after('b'))]),
      ),
    ).toEqual(['moved PersistentVolumeClaim data']);
  });

  test('is not, if only the new revision says that it waits', () => {
    expect(planned(from, [k('a', [], after('b')), k('b', [data])])).toEqual([
      'moved? PersistentVolumeClaim data (removed-entry)',
    ]);
  });

  test('is not, if they have different sources: then revisions are not compared', () => {
    const other = { source: 'GitRepository/flux-system/other' };
    expect(
      planned(
        [k('b', [], {}, other), k('a', [data], after('b'))],
        [k('b', [data], {}, other), k('a', [], after('b'))],
      ),
    ).toEqual(['moved? PersistentVolumeClaim data (removed-entry)']);
  });

  test('is not, if the new owner gets its new path in the same commit', () => {
    expect(
      planned(
        [k('b', [], { path: 'x' }), k('a', [data], after('b'))],
        [k('b', [data], { path: 'y' }), k('a', [], after('b'))],
      ),
    ).toEqual(['moved? PersistentVolumeClaim data (removed-entry)']);
  });

  test('deletes the object for sure if the new owner waits for the old one', () => {
    expect(
      planned([k('a', [data]), k('b', [], after('a'))], [k('a', []), k('b', [data], after('a'))]),
    ).toEqual(['re-created PersistentVolumeClaim data (removed-entry)']);
  });

  test('deletes the object if the new owner is suspended', () => {
    const off = { suspend: true };
    expect(planned([k('a', [data]), k('b', [], off)], [k('a', []), k('b', [data], off)])).toEqual([
      'deleted PersistentVolumeClaim data (missing-taker)',
    ]);
  });

  test('deletes the object if the new owner changes what cannot change', () => {
    const fast = claim('data', { spec: { storageClassName: 'fast' } });
    const to = (spec = {}) => [k('a', []), k('b', [fast, configMap('c')], spec)];
    expect(planned(from, to())).toEqual([
      're-created PersistentVolumeClaim data (missing-taker)',
      'created ConfigMap c',
    ]);
    expect(planned(from, to({ force: true }))).toEqual([
      're-created PersistentVolumeClaim data (immutable-field)',
      'created ConfigMap c',
    ]);
  });

  test('never ends if the old owner waits for the new one, which changes what cannot change', () => {
    const fast = claim('data', { spec: { storageClassName: 'fast' } });
    expect(
      planned([k('b', []), k('a', [data], after('b'))], [k('b', [fast]), k('a', [], after('b'))]),
    ).toEqual(['blocked PersistentVolumeClaim data (immutable-field)']);
  });

  test('is safe if the old owner leaves the object alone', () => {
    expect(planned([k('a', [kept]), k('b', [])], [k('a', []), k('b', [kept])])).toEqual([
      'moved PersistentVolumeClaim data',
    ]);
  });

  test('is no use to an object that the new owner does not label', () => {
    const once = told(data, { ssa: 'IfNotPresent' });
    expect(planned([k('a', [once]), k('b', [])], [k('a', []), k('b', [once])])).toEqual([
      're-created PersistentVolumeClaim data (missing-taker)',
    ]);
  });

  test('deletes an object that the new owner does not apply', () => {
    const excluded = told(data, { reconcile: 'disabled' });
    expect(planned(from, [k('a', []), k('b', [excluded])])).toEqual([
      'deleted PersistentVolumeClaim data (missing-taker)',
    ]);
  });

  test('happens by a rename as well', () => {
    const path = { path: 'apps/a' };
    expect(planned([k('a', [data], path)], [k('b', [data], path)])).toEqual([
      'moved? PersistentVolumeClaim data (renamed-owner)',
    ]);
  });

  test('is safe by a rename if the old one orphans what it has', () => {
    const spec = { path: 'apps/a', deletionPolicy: 'Orphan' };
    expect(planned([k('a', [data], spec)], [k('b', [data], spec)])).toEqual([
      'moved PersistentVolumeClaim data',
    ]);
  });

  test('happens when one of two owners drops it', () => {
    const both = [k('a', [data]), k('b', [data])];
    expect(planned(both, [k('a', []), k('b', [data])])).toEqual([
      'moved? PersistentVolumeClaim data (removed-entry)',
    ]);
  });

  test('happens when a second owner gets it', () => {
    expect(planned([k('a', [data]), k('b', [])], [k('a', [data]), k('b', [data])])).toEqual([
      'moved PersistentVolumeClaim data',
    ]);
  });
});

test.each([{ ssa: 'Ignore' }, { ssa: 'IfNotPresent' }, { reconcile: 'disabled' }])(
  'a new owner leaves an object to the old one, which keeps it, for %j',
  (marks) => {
    const [old, next] = [k('a', [data], { prune: false }), k('b', [told(data, marks)])];
    expect(planned([old, k('b', [])], [k('a', [], { prune: false }), next])).toEqual([
      'skipped PersistentVolumeClaim data (exempt)',
    ]);
  },
);

test('an object that gets a second owner becomes what that one applies, if the first one holds', () => {
  const [first, other] = [configMap('c'), configMap('c', { data: { a: '1' } })];
  const off = { suspend: true };
  const [change] = changesOf(
    cluster([kustomization('a', [first], off), kustomization('b', [])]),
    cluster([kustomization('a', [first], off), kustomization('b', [other])]),
  );
  expect(change).toMatchObject({ action: 'moved', fields: [{ path: 'data' }] });
});

describe('an object that nobody had', () => {
  test('is created', () => {
    expect(planned([k('a', [])], [k('a', [configMap('c')])])).toEqual(['created ConfigMap c']);
  });

  test('is not, under an owner that is suspended', () => {
    const off = { suspend: true };
    expect(planned([k('a', [], off)], [k('a', [configMap('c')], off)])).toEqual([
      'deferred ConfigMap c (suspended)',
    ]);
  });

  test('is not, under a new owner whose parent is suspended', () => {
    const parent = k('parent', [], { suspend: true });
    const child = k('a', [configMap('c')], {}, { parent: 'parent' });
    expect(planned([parent], [parent, child])).toEqual(['deferred ConfigMap c (parent)']);
  });

  test('is not, behind a suspended predecessor of the same source', () => {
    const before = k('first', [], { suspend: true });
    expect(
      planned(
        [before, k('a', [], after('first'))],
        [before, k('a', [configMap('c')], after('first'))],
      ),
    ).toEqual(['deferred ConfigMap c (predecessor)']);
  });
});
