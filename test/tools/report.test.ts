import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readResult } from '../../tools/report.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-report-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function read(content: unknown, exitCode: number) {
  const file = join(folder, 'result.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readResult(file, exitCode);
}

const suite = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});

test('a test run counts its tests', () => {
  const testResults = [suite('passed', 'passed', 'skipped'), suite('failed', 'passed', 'failed')];
  expect(read({ testResults }, 1)).toEqual({ passed: 2, failed: 1, skipped: 1 });
});

test('a test file that does not load counts as failed', () => {
  expect(read({ testResults: [suite('failed')] }, 1).failed).toBe(1);
});

test('a runner that wrote no result counts as failed, even with exit code 0', () => {
  expect(readResult(join(folder, 'missing.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a runner that was cut off while writing counts as failed', () => {
  expect(read('{"testResults": [', 0).failed).toBe(1);
});

test('a runner that fails without a failed test counts as failed', () => {
  expect(read({ testResults: [suite('passed', 'passed')] }, 1)).toEqual({
    passed: 1,
    failed: 1,
    skipped: 0,
  });
});
