/** How the parts of `make test` tell their numbers to the one line that ends it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export interface Result {
  passed: number;
  failed: number;
  skipped: number;
}

export function summary({ passed, failed }: Result): string {
  return `${passed} passed, ${failed} failed`;
}

export function writeResult(file: string, result: Result) {
  writeFileSync(file, JSON.stringify(result));
}

/** A part's numbers, from its own result file or from vitest's JSON report. */
export function readResult(file: string, exitCode: number): Result {
  const result = existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined;
  // No result, or a failure that no number tells of, is a crash: it never counts as passed.
  if (result === undefined) return { passed: 0, failed: 1, skipped: 0 };
  if (exitCode !== 0 && result.failed === 0) return { ...result, failed: 1 };
  return result;
}

interface VitestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

function parse(text: string): Result | undefined {
  let value: Result | VitestReport;
  try {
    value = JSON.parse(text) as Result | VitestReport;
  } catch {
    return undefined;
  }
  if (!('testResults' in value)) return value;
  const result: Result = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults } of value.testResults) {
    const failed = assertionResults.filter((test) => test.status === 'failed').length;
    const passed = assertionResults.filter((test) => test.status === 'passed').length;
    result.passed += passed;
    // A file that does not load, or whose hooks throw, failed though none of its tests did.
    result.failed += status === 'failed' ? Math.max(1, failed) : failed;
    result.skipped += assertionResults.length - passed - failed;
  }
  return result;
}
