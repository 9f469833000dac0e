/** The programs of the cluster's side, for groups of tests that compare with them. */
import { describe, test } from 'vitest';
import { goIsAvailable, program } from '../../../tools/programs.ts';
import { run } from '../../../tools/run.ts';
import type { JsonObject } from '../../../lib/kubernetes/index.ts';
import { toJson } from './hostile.ts';

// Known before any test is: vitest collects tests before it runs one.
const hasGo = await goIsAvailable();
const missing = 'Go is not installed, and what to compare with is built with it';

/** Tests that need Go. Without it they are skipped, and say why; in CI that is a failure. */
export function describeWithGo(name: string, body: () => void): void {
  if (hasGo) {
    describe(name, body);
  } else if (!['', '0', 'false'].includes(process.env['CI'] ?? '')) {
    test(name, () => {
      throw new Error(`Cannot run in CI: ${missing}.`);
    });
  } else {
    // Reporters do not show the names of what is skipped.
    process.stderr.write(`Skipped "${name}": ${missing}.\n`);
    describe.skip(`${name} (skipped: ${missing})`, body);
  }
}

/** YAML that must be read as a value, or escaped text that substitution must make plain. */
export type Check =
  | { readonly yaml: string; readonly value: JsonObject }
  | { readonly text: string; readonly plain: string };

interface Difference {
  readonly line: number;
  readonly parser: string;
  readonly got: string;
}

function lineOf(check: Check): string {
  if ('text' in check) return JSON.stringify(check);
  return `{"yaml":${JSON.stringify(check.yaml)},"json":${toJson(check.value)}}`;
}

/**
 * Checks all at once in tools/programs/yaml-check.
 *
 * @returns what any of the parsers read otherwise, the shortest first
 */
export async function differences(checks: readonly Check[]): Promise<string[]> {
  const lines = checks.map(lineOf);
  const output = await run(await program('yaml-check'), [], { input: `${lines.join('\n')}\n` });
  const answers = output.trim().split('\n');
  if (answers.pop() !== String(checks.length)) throw new Error('yaml-check did not check all');
  return answers
    .map((answer) => JSON.parse(answer) as Difference)
    .map(({ line, parser, got }) => `${parser}: ${got}\n${lines[line] ?? ''}`)
    .sort((a, b) => a.length - b.length);
}
