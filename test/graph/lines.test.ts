import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClusterGraph } from '../../lib/graph/index.ts';
import { boxesOf } from '../../lib/graph/boxes.ts';
import { linesOf } from '../../lib/graph/lines.ts';
import { anyCluster, app, clusterOf, source } from './support.ts';

function drawn(cluster: ClusterGraph): readonly string[] {
  const short = (id: string) => id.replace('flux-system/', '');
  return linesOf(cluster).map(({ from, to, kind }) => `${short(from)} ${kind} ${short(to)}`);
}

describe('a line', () => {
  test('that follows from others is left out', () => {
    const cluster = clusterOf(
      app('a', [], { source: '' }),
      app('b', ['a'], { source: '' }),
      app('c', ['a', 'b'], { source: '' }),
    );
    expect(drawn(cluster)).toEqual(['a dependsOn b', 'b dependsOn c']);
  });

  test('that closes a circle says so', () => {
    const cluster = clusterOf(app('a', ['b'], { source: '' }), app('b', ['a'], { source: '' }));
    expect(drawn(cluster)).toEqual(['a dependsOn b', 'b circle a']);
  });

  test('leads from who applies an app, unless it waits for another', () => {
    const by = { parent: 'flux-system/root', source: '' };
    const cluster = clusterOf(
      app('root', [], { source: '' }),
      app('a', [], by),
      app('b', ['a'], by),
    );
    expect(drawn(cluster)).toEqual(['a dependsOn b', 'root applies a']);
  });

  test('leads from a source to who begins with it, not to what that applies of it', () => {
    const cluster = clusterOf(app('root'), app('a', [], { parent: 'flux-system/root' }));
    expect(linesOf(cluster)).toContainEqual({
      from: source,
      to: 'flux-system/root',
      kind: 'source',
    });
    expect(linesOf(cluster).filter(({ kind }) => kind === 'source')).toHaveLength(1);
  });

  test('is there for every dependency, by itself or over others', () => {
    fc.assert(
      fc.property(anyCluster, (cluster) => {
        const after = new Map<string, string[]>();
        for (const { from, to, kind } of linesOf(cluster)) {
          if (kind === 'dependsOn' || kind === 'circle')
            after.set(from, [...(after.get(from) ?? []), to]);
        }
        for (const { id, dependsOn } of cluster.apps) {
          for (const first of dependsOn) {
            const reached = new Set(after.get(first) ?? []);
            for (const each of reached) for (const next of after.get(each) ?? []) reached.add(next);
            expect(reached.has(id)).toBe(true);
          }
        }
      }),
    );
  });
});

describe('a box', () => {
  test('holds the apps that have the same lines', () => {
    const { boxes } = boxesOf(clusterOf(app('a'), app('c', ['a']), app('b', ['a'])));
    expect(boxes.map(({ apps }) => apps.map(({ id }) => id.slice(12)))).toEqual([
      [],
      ['a'],
      ['b', 'c'],
    ]);
  });

  test('has each app in one, and no line that its apps have not', () => {
    fc.assert(
      fc.property(anyCluster, (cluster) => {
        const { boxes, lines } = boxesOf(cluster);
        expect(boxes.flatMap(({ apps }) => apps)).toHaveLength(cluster.apps.length);
        const single = new Set(
          linesOf(cluster).map(({ from, to, kind }) => `${from} ${to} ${kind}`),
        );
        const idsOf = (at: number) =>
          boxes[at]?.source ? [boxes[at].source.id] : (boxes[at]?.apps.map(({ id }) => id) ?? []);
        for (const { from, to, kind } of lines) {
          for (const one of idsOf(from)) {
            for (const other of idsOf(to)) expect(single.has(`${one} ${other} ${kind}`)).toBe(true);
          }
        }
      }),
    );
  });
});
