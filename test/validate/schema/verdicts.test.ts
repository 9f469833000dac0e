import { expect, test } from 'vitest';
import { problems, schemasWith } from './support.ts';
import { ruleVerdicts, verdicts } from './verdicts.ts';

const schemas = schemasWith();
const known = [...verdicts(), ...ruleVerdicts()];

// What the API server itself says of them is asked in test/cluster/validate.test.ts.
test('what the API server takes is taken', () => {
  const found = known
    .filter(({ accepted }) => accepted)
    .flatMap(({ name, manifest }) => problems(manifest, schemas).map((each) => `${name}: ${each}`));
  expect(found).toEqual([]);
});

test('what the API server refuses is refused', () => {
  const missed = known
    .filter(({ accepted, manifest }) => !accepted && problems(manifest, schemas).length === 0)
    .map(({ name }) => name);
  expect(known.length).toBeGreaterThan(1000);
  expect(missed).toEqual([]);
});
