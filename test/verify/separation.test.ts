import { expect, test } from 'vitest';
import { home } from '../../clusters/home/index.ts';
import { staging } from '../../clusters/staging/index.ts';
import { instancesOf, sharedBetweenEnvironments } from '../../lib/verify/index.ts';
import { cleanSynth } from '../support/fleet.ts';

test('the environments of the fleet share nothing', () => {
  const synthesis = cleanSynth((fleet) => {
    home(fleet);
    staging(fleet);
  });
  const instances = instancesOf(synthesis);
  expect(new Set(instances.map(({ environment }) => environment)).size).toBeGreaterThan(1);
  expect(sharedBetweenEnvironments(instances)).toEqual([]);
});
