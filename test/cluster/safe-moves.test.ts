import { expect, test } from 'vitest';
import {
  objectsAtRisk,
  planCluster,
  stageEdits,
  stagesOf,
  unmarkedIn,
} from '../../lib/plan/index.ts';
import { memoryTree } from '../reconcile/memory-tree.ts';
import { advanceInOrder, type Order } from './fixtures/orders.ts';
import { predict, treeOf } from './fixtures/rounds.ts';
import { addApp, type Files, type SmallFleet, smallFleet, thing } from './fixtures/small-fleet.ts';
import { type Cluster, describeCluster } from './harness/index.ts';

interface Case {
  readonly title: string;
  readonly base: SmallFleet;
  readonly head: SmallFleet;
  readonly order: Order;
  /** Whether the claim survives the change in one commit. */
  readonly survives: boolean;
}

const claim = () => thing('PersistentVolumeClaim', 'data');

/** A claim goes from `a` to `b`. */
function moved(id: string): [SmallFleet, SmallFleet] {
  const make = (claimsOfA: number, claimsOfB: number): SmallFleet => {
    const fleet = smallFleet(id, {});
    addApp(fleet, 'a', [thing('ConfigMap', 'a'), ...Array.from({ length: claimsOfA }, claim)]);
    addApp(fleet, 'b', [thing('ConfigMap', 'b'), ...Array.from({ length: claimsOfB }, claim)]);
    return fleet;
  };
  return [make(1, 0), make(0, 1)];
}

/** The owner of a claim is called `c` instead of `a`, and builds the same folder. */
function renamed(id: string): [SmallFleet, SmallFleet] {
  const make = (name: string): SmallFleet => {
    const fleet = smallFleet(id, {});
    addApp(fleet, name, [claim()]).folder = 'folder';
    return fleet;
  };
  return [make('a'), make('c')];
}

const orders = (...names: readonly string[]): readonly (readonly string[])[] =>
  names.length < 2
    ? [names]
    : names.flatMap((first) =>
        orders(...names.filter((each) => each !== first)).map((rest) => [first, ...rest]),
      );

const moves = orders('parent', 'a', 'b').map((names, index): Case => {
  const [base, head] = moved(`move${index}`);
  const order = { held: names, phases: names.map((name) => [name]) };
  const survives = names.indexOf('b') < names.indexOf('a');
  return { title: `a move, ${names.join(' before ')}`, base, head, order, survives };
});

const renames = [
  { when: 'the old name goes first', held: ['c'], phases: [['c']], survives: false },
  {
    when: 'the new name applies first',
    held: ['parent'],
    phases: [['c'], ['parent']],
    survives: true,
  },
  {
    when: 'the new name applies, and the old one once more',
    held: ['parent', 'a'],
    phases: [['c'], ['a'], ['parent']],
    survives: false,
  },
].map(({ when, held, phases, survives }, index): Case => {
  const [base, head] = renamed(`rename${index}`);
  return { title: `a rename, ${when}`, base, head, order: { held, phases }, survives };
});

const cases = [...moves, ...renames];

/** What must not change: a claim that is being deleted is as good as lost. */
async function uids({ client }: Cluster): Promise<readonly (string | undefined)[]> {
  return Promise.all(
    cases.map(async ({ base: { id } }) => {
      const ref = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: id, name: 'data' };
      const found = await client.tryGet(ref);
      return found?.metadata.deletionTimestamp === undefined ? found?.metadata.uid : undefined;
    }),
  );
}

const titles = (list: readonly Case[]): readonly string[] => list.map(({ title }) => title);
const isEach = (now: readonly unknown[], before: readonly unknown[]): readonly Case[] =>
  cases.filter((_, index) => now[index] !== undefined && now[index] === before[index]);

const base = treeOf(cases.map((each) => each.base));
const head = treeOf(cases.map((each) => each.head));
const plan = async () => [planCluster({ base: await predict(base), head: await predict(head) })];

async function establishBase(cluster: Cluster): Promise<readonly (string | undefined)[]> {
  await cluster.syncFrom({ path: 'entry' });
  await advanceInOrder(
    cluster,
    base,
    cases.map((each) => ({ fleet: each.base, order: { held: [], phases: [] } })),
  );
  const recorded = await uids(cluster);
  expect(recorded).not.toContain(undefined);
  return recorded;
}

const inOrder = (side: 'base' | 'head') =>
  cases.map((each) => ({ fleet: each[side], order: each.order }));

test('the plan warns of each of the moves', async () => {
  const warned = (await plan()).flatMap(({ changes }) =>
    changes.filter(
      ({ object, action, certain, risks }) =>
        object.kind === 'PersistentVolumeClaim' &&
        action === 'moved' &&
        !certain &&
        risks.some(({ level }) => level === 'danger'),
    ),
  );
  expect(warned).toHaveLength(cases.length);
});

describeCluster('a claim that moves in one commit', (cluster) => {
  test('is lost in the orders of which the plan warns', async () => {
    const recorded = await establishBase(cluster());

    await advanceInOrder(cluster(), head, inOrder('head'));

    const kept = isEach(await uids(cluster()), recorded);
    expect(titles(kept)).toEqual(titles(cases.filter(({ survives }) => survives)));
  }, 300_000);
});

describeCluster('a claim that moves in stages', (cluster) => {
  test('survives every order', async () => {
    const clusters = await plan();
    const objects = objectsAtRisk(clusters);
    expect(stagesOf(clusters)).toHaveLength(3);
    const staged = async (tree: Files): Promise<Files> => {
      const edits = stageEdits(memoryTree(Object.fromEntries(tree)), objects);
      const edited = new Map([...tree, ...edits]);
      expect(unmarkedIn(await predict(edited), objects)).toEqual([]);
      return edited;
    };
    const recorded = await establishBase(cluster());

    await advanceInOrder(cluster(), await staged(base), inOrder('base'));
    await advanceInOrder(cluster(), await staged(head), inOrder('head'));
    await advanceInOrder(cluster(), head, inOrder('head'));

    expect(titles(isEach(await uids(cluster()), recorded))).toEqual(titles(cases));
    const owners = await ownersOf(cluster());
    expect(owners).toEqual(
      cases.map(({ base: { id } }) => `${id}-${id.startsWith('move') ? 'b' : 'c'}`),
    );
  }, 400_000);
});

/** Whom the claims name as their owners, and that nothing keeps them any more. */
async function ownersOf({ client }: Cluster): Promise<readonly (string | undefined)[]> {
  const group = 'kustomize.toolkit.fluxcd.io';
  return Promise.all(
    cases.map(async ({ base: { id } }) => {
      const ref = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: id, name: 'data' };
      const { labels, annotations } = (await client.get(ref)).metadata;
      expect(annotations?.[`${group}/prune`]).toBeUndefined();
      return labels?.[`${group}/name`];
    }),
  );
}
