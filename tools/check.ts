/** All checks that need no test run. Each tells one line; what it found follows only if it failed. */
import { availableParallelism } from 'node:os';
import { goIsAvailable } from './go.ts';
import { bin, type Outcome, run, tool } from './process.ts';
import { type Result, summary, writeResult } from './report.ts';

type Program = readonly [string, readonly string[]];

/** The slow ones first, so that the others run beside them. */
const checks: Record<string, readonly Program[]> = {
  lint: [bin('eslint', '--max-warnings=0', '.')],
  'public api': [tool('build'), tool('api-report')],
  types: [bin('tsc', '--noEmit')],
  unused: [bin('knip', '--no-progress', '--treat-config-hints-as-errors')],
  architecture: [bin('depcruise', 'lib', 'charts', 'apps', 'clusters', 'tools')],
  generated: [
    tool('generate-flux-api', '--check'),
    tool('generate-scope', '--check'),
    tool('generate-schemas', '--check'),
    tool('generate-api-life', '--check'),
    tool('generate-chart-values', '--check'),
  ],
  format: [bin('biome', 'format', '--diagnostic-level=error', '.')],
};

const result: Result = { passed: 0, failed: 0, skipped: 0 };
const withGo = process.env['CI'] !== undefined || (await goIsAvailable());
const waiting = Object.entries(checks).filter(([name]) => withGo || name !== 'generated');
if (!withGo) {
  result.skipped += 1;
  console.log('skipped  generated     Go was not found, which reads the sources.');
}
await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work));
console.log(summary(result));
// The file into which `make test` wants the numbers; a person who runs the checks alone names none.
const file = process.argv[2];
if (file !== undefined) writeResult(file, result);
process.exitCode = result.failed === 0 ? 0 : 1;

async function work() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [name, programs] = next;
    const start = performance.now();
    const { code, output } = await inOrder(programs);
    result[code === 0 ? 'passed' : 'failed'] += 1;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok    ' : 'failed'}  ${name.padEnd(12)}  ${seconds} s`);
    if (code !== 0) console.log(output.trimEnd());
  }
}

async function inOrder(programs: readonly Program[]): Promise<Outcome> {
  let outcome: Outcome = { code: 0, output: '' };
  for (const [command, args] of programs) {
    if (outcome.code === 0) outcome = await run(command, args);
  }
  return outcome;
}
