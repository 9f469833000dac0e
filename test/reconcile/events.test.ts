import { describe, expect, test, vi } from 'vitest';
import { findCircles } from '../../lib/reconcile/circles.ts';
import { Events } from '../../lib/reconcile/events.ts';

const many = 20_000;

describe('events', () => {
  test('are waited for together, and count once', () => {
    const events = new Events();
    const then = vi.fn();
    events.happen('a');
    events.when(['a', 'b', 'c', 'b'], then);
    events.happen('b');
    events.happen('b');
    expect(then).not.toHaveBeenCalled();
    events.happen('c');
    expect(then).toHaveBeenCalledOnce();
  });

  test('that have happened are not waited for', () => {
    const then = vi.fn();
    new Events().when([], then);
    expect(then).toHaveBeenCalledOnce();
  });

  test('can follow from each other in a long chain, each looked at once', () => {
    const events = new Events();
    let calls = 0;
    for (let at = many; at > 0; at -= 1) {
      events.when([`${at - 1}`], () => {
        calls += 1;
        events.happen(`${at}`);
      });
    }
    events.happen('0');
    expect([events.has(`${many}`), calls]).toEqual([true, many]);
  });
});

describe('circles', () => {
  const circlesIn = (graph: Readonly<Record<string, readonly string[]>>): unknown =>
    Object.fromEntries(findCircles(Object.keys(graph), (id) => graph[id] ?? []));

  test('are told from what leads to them and away from them', () => {
    const circle = ['b', 'c'];
    expect(circlesIn({ a: ['b'], b: ['c'], c: ['b', 'd'], d: [] })).toEqual({
      b: circle,
      c: circle,
    });
  });

  test('can be of one', () => {
    expect(circlesIn({ a: ['a'], b: [] })).toEqual({ a: ['a'] });
  });

  test('that share a member are told as one', () => {
    expect(circlesIn({ a: ['b'], b: ['a', 'c'], c: ['b'] })).toMatchObject({ c: ['a', 'b'] });
  });

  test('are found in one look at each id of a long chain', () => {
    const asked: string[] = [];
    const circles = findCircles(['0'], (id) => {
      asked.push(id);
      return Number(id) < many ? [`${Number(id) + 1}`] : [];
    });
    expect(circles.size).toBe(0);
    expect(asked.length).toBeLessThanOrEqual(2 * (many + 1));
  });
});
