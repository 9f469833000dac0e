import { describe, expect, test } from 'vitest';
import { defaultRules } from '../../../lib/plan/rules/index.ts';
import { ruleCases } from './cases/index.ts';
import { risksBetween, type RuleCase } from './support.ts';

const rules = [...defaultRules.changes, ...defaultRules.sets].map(({ code }) => code);

const risksIn = ({ base, head, options }: RuleCase) => risksBetween(base, head, options);

test('every rule has cases in which it tells its risk, and cases in which it nearly does', () => {
  const both = Object.entries(ruleCases).filter(([, { told, silent }]) =>
    [told, silent].every((cases) => Object.keys(cases).length > 0),
  );
  expect(both.map(([code]) => code).sort()).toEqual([...rules].sort());
});

describe.each(Object.entries(ruleCases))('%s', (code, { told, silent }) => {
  test.each(Object.entries(told))('is told if %s', (_, given) => {
    expect(risksIn(given)).toEqual([code, ...(given.beside ?? [])].sort());
  });

  test.each(Object.entries(silent))('is not told if %s', (_, given) => {
    expect(risksIn(given)).toEqual([...(given.beside ?? [])].sort());
  });
});
