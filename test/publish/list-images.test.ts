import { expect, it } from 'vitest';
import { alphabetical, datedBuild, numerical, semver } from '../../lib/index.ts';
import { describePolicy } from '../../lib/publish/index.ts';

it.each([
  [semver('6.x'), 'semver 6.x'],
  [alphabetical(), 'alphabetical'],
  [numerical({ order: 'desc' }), 'numerical desc'],
  [
    datedBuild('dev-'),
    'semver >=0.0.0 of ^dev-(?P<date>[1-9][0-9]{7})\\.(?P<build>0|[1-9][0-9]*)$',
  ],
])('a policy is told in a few words', (policy, words) => {
  expect(describePolicy(policy)).toBe(words);
});
