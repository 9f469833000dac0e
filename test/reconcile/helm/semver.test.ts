import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newestIn, printVersion, readVersion } from '../../../lib/reconcile/helm/index.ts';
import { describeWithGo } from '../../kubernetes/yaml/go.ts';
import { askHelmController } from './helm-check.ts';

test('of versions in a range the newest is taken, prereleases only if they are named', () => {
  const versions = ['1.2.3', 'v1.10.0', '1.9.9', '2.0.0-rc.1', 'latest'];
  expect(newestIn('1.x', versions)).toBe('v1.10.0');
  expect(newestIn('', versions)).toBe('v1.10.0');
  expect(newestIn('>=1.0.0-0', versions)).toBe('2.0.0-rc.1');
  expect(newestIn('latest', versions)).toBe('latest');
  expect(newestIn('3.x', versions)).toBeUndefined();
  expect(newestIn('no range', versions)).toBeUndefined();
});

const number = fc.constantFrom('0', '1', '2', '10', '01');
const prerelease = fc.constantFrom(
  '',
  '',
  '-0',
  '-alpha',
  '-alpha.1',
  '-rc.2',
  '-rc.10',
  '-01',
  '-a.b.c',
);
const metadata = fc.constantFrom('', '', '+1', '+build.5');
const version = fc
  .tuple(fc.constantFrom('', 'v'), number, number, number, prerelease, metadata)
  .map(([v, major, minor, patch, pre, meta]) => `${v}${major}.${minor}.${patch}${pre}${meta}`);
const open = fc
  .tuple(
    fc.constantFrom('', 'v'),
    fc.array(fc.constantFrom('0', '1', '2', 'x', '*', 'X'), { minLength: 1, maxLength: 3 }),
    prerelease,
  )
  .map(([v, parts, pre]) => `${v}${parts.join('.')}${pre}`);
const operator = fc.constantFrom(
  '',
  '=',
  '!=',
  '>',
  '<',
  '>=',
  '=>',
  '<=',
  '=<',
  '~',
  '~>',
  '^',
  '||',
);
const item = fc
  .tuple(operator, fc.constantFrom('', ' '), fc.oneof(version, open))
  .map((parts) => parts.join(''));
const range = fc
  .tuple(
    item,
    fc.array(fc.tuple(fc.constantFrom(' ', ',', ', ', ' || ', ' - ', '||'), item), {
      maxLength: 2,
    }),
  )
  .map(([first, rest]) => first + rest.flat().join(''));

describeWithGo('Masterminds/semver', () => {
  test('takes the same version for any range', async () => {
    const questions = fc.sample(
      fc.tuple(range, fc.array(version, { minLength: 1, maxLength: 6 })),
      3000,
    );
    const answers = await askHelmController(
      questions.map(([range, versions]) => ({ range: { range, versions } })),
    );
    const differences = questions.flatMap(([range, versions], index) => {
      // What is written exactly so is taken before any range is read: that is no part of semver.
      if (versions.includes(range)) return [];
      const newest = readVersion(newestIn(range, versions) ?? '');
      const ours = newest === undefined ? null : printVersion({ ...newest, metadata: '' });
      const theirs = (answers[index]!.result as string | null)?.replace(/\+.*/, '') ?? null;
      return ours === theirs ? [] : [{ range, versions, ours, theirs }];
    });
    expect(differences.slice(0, 3)).toEqual([]);
  }, 120_000);
});
