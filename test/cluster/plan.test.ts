import { expect, test } from 'vitest';
import { inventoryId } from '../../lib/flux/index.ts';
import type { Change } from '../../lib/plan/index.ts';
import { RandomFleets } from './fixtures/random-fleets.ts';
import { type Played, type Revisions, Rounds } from './fixtures/rounds.ts';
import { fleetOf, stories } from './fixtures/stories.ts';
import { describeCluster } from './harness/index.ts';

const seeds = (process.env['SLUICE_SEEDS'] ?? '1').split(',').map(Number);
const rounds = Number(process.env['SLUICE_ROUNDS'] ?? '1');
const pairsInRound = 8;

const pairs = stories.map((story, index): Revisions => {
  const id = `story${index}`;
  const [first, base, head] = [fleetOf(id, story), fleetOf(id, story), fleetOf(id, story)];
  (story.first ?? story.base)(first);
  story.base(base);
  story.base(head);
  story.change(head);
  const { title, late = [] } = story;
  const unforeseen = (story.unforeseen ?? []).map((each) => {
    const [kind = '', name = ''] = each.split(' ');
    return inventoryId({ group: '', kind, namespace: id, name });
  });
  return { id, title, first, base, head, late, unforeseen };
});

function inWords(changes: readonly Change[]): readonly string[] {
  return changes
    .filter(({ object: { kind } }) => kind !== 'Kustomization')
    .map(({ action, certain, object: { kind, name } }) => {
      return `${action}${certain ? '' : '?'} ${kind} ${name}`;
    });
}

describeCluster(
  'two revisions of a fleet',
  (cluster) => {
    test('become what the plan says, for everything that it can say', async () => {
      await cluster().syncFrom({ path: 'entry' });
      const all = new Rounds(cluster());
      const played = await all.play(pairs);
      all.print('stories');
      const said = played.map(({ changes }, index) => [
        stories[index]?.title,
        inWords(changes)
          .map((each) => each.replace(`story${index}-`, ''))
          .toSorted(),
      ]);
      expect(played.flatMap(disagreements)).toEqual([]);
      expect(played.flatMap(unnamed)).toEqual([]);
      expect(said).toEqual(stories.map(({ title, planned }) => [title, planned.toSorted()]));
    }, 300_000);

    test.each(seeds)(
      'become what the plan says, in whichever order, seed %i',
      async (seed) => {
        await cluster().syncFrom({ path: 'entry' });
        const random = new RandomFleets(seed);
        const all = new Rounds(cluster());
        const found: string[] = [];
        for (let round = 0; round < rounds; round += 1) {
          const fleets = Array.from({ length: pairsInRound }, (_, index) =>
            random.revisions(`s${seed}r${round}f${index}`),
          );
          found.push(...(await all.play(fleets)).flatMap(disagreements));
        }
        all.print(`seed ${seed}`);
        expect(found).toEqual([]);
      },
      1_200_000,
    );
  },
  // A claim goes as soon as it is deleted: the controller that would look for its pods is not there.
  {
    apiServerFlags: ['--disable-admission-plugins=ServiceAccount,StorageObjectInUseProtection'],
  },
);

/** The risks of a story that its plan does not name. */
function unnamed({ title, risks }: Played, index: number): readonly string[] {
  const missing = (stories[index]?.risks ?? []).filter((code) => !risks.includes(code));
  return missing.map((code) => `${title}: ${code}`);
}

function disagreements(played: {
  readonly title: string;
  readonly disagreements: readonly string[];
}): readonly string[] {
  return played.disagreements.map((each) => `${played.title}: ${each}`);
}
