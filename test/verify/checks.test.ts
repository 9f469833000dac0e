import { describe, expect, test } from 'vitest';
import { checks } from '../../lib/verify/index.ts';
import { checkCases } from './cases/index.ts';
import { evidenceOf, type Given } from './support.ts';

async function outcomeOf(id: string, given: Given) {
  const check = checks.find((each) => each.id === id);
  return check?.look(await evidenceOf(given));
}

test('every check has cases in which it fails, and cases in which it nearly does', () => {
  const both = Object.entries(checkCases).filter(([, { fails, passes }]) =>
    [fails, passes].every((cases) => Object.keys(cases).length > 0),
  );
  expect(both.map(([id]) => id)).toEqual(checks.map(({ id }) => id));
});

test('a published fleet and a healthy cluster pass everything', async () => {
  const evidence = await evidenceOf({});
  const outcomes = await Promise.all(
    checks.map(async (check) => [check.id, (await check.look(evidence)).status]),
  );
  expect(outcomes.filter(([, status]) => status !== 'pass')).toEqual([]);
});

describe.each(Object.entries(checkCases))('%s', (id, { fails, passes, unchecked = {} }) => {
  test.each(Object.entries(fails))('fails if %s', async (_, given) => {
    expect((await outcomeOf(id, given))?.status).toBe('fail');
  });

  test.each(Object.entries(passes))('passes if %s', async (_, given) => {
    expect(await outcomeOf(id, given)).toMatchObject({ status: 'pass' });
  });

  test.each(Object.entries(unchecked))('is not made if %s', async (_, given) => {
    expect((await outcomeOf(id, given))?.status).toBe('not checked');
  });
});
