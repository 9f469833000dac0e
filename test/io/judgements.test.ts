import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { judgementsFile, readJudgements } from '../../lib/io/judgements.ts';

describe('what is noted of how clusters are judged', () => {
  const root = mkdtempSync(join(tmpdir(), 'sluice-judgements-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const noted = (text: string) => {
    mkdirSync(join(root, '.sluice'), { recursive: true });
    writeFileSync(judgementsFile(root), text);
    return readJudgements(root);
  };
  const home = {
    environment: 'production',
    kubernetes: '1.34',
    severities: { 'missing-probe': 'off' },
    suppressions: [{ construct: 'home', code: 'x', reason: 'y', location: { file: 'main.ts' } }],
  };

  test('is read as it was written', () => {
    expect(noted(JSON.stringify({ home }))).toEqual({ home });
  });

  test('is nothing where there is no note', () => {
    expect(readJudgements(join(root, 'elsewhere'))).toEqual({});
  });

  test.each([
    'null',
    '[]',
    '{',
    '{"home":null}',
    JSON.stringify({ home: { ...home, environment: 1 } }),
    JSON.stringify({ home: { ...home, severities: { a: {} } } }),
    JSON.stringify({ home: { ...home, suppressions: [{ code: 'x' }] } }),
    JSON.stringify({ home: { ...home, suppressions: {} } }),
  ])('is nothing where somebody wrote %s', (text) => {
    expect(noted(text)).toEqual({});
  });
});
