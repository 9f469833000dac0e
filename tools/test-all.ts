/**
 * Everything that must hold before a merge, one part after the other, each to its end whatever the
 * others did. The last line counts all tests and checks together.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium.ts';
import { bin, checkout, run, tool } from './process.ts';
import { goIsAvailable } from './programs.ts';
import { readResult, type Result, summary } from './report.ts';

const results = mkdtempSync(join(tmpdir(), 'sluice-results-'));
const total: Result = { passed: 0, failed: 0, skipped: 0 };

/** A part that reports numbers of its own into `file`. */
async function counted(name: string, file: string, program: ReturnType<typeof bin>) {
  console.log(`\n── ${name}`);
  const { code } = await run(...program, 'shown');
  const result = readResult(file, code);
  for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += result[key];
}

/** A part that only succeeds or fails. */
async function single(name: string, program: ReturnType<typeof bin>) {
  console.log(`\n── ${name}`);
  const { code } = await run(...program, 'shown');
  total[code === 0 ? 'passed' : 'failed'] += 1;
}

async function vitest(name: string, id: string, ...args: readonly string[]) {
  const file = join(results, `${id}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  await counted(name, file, bin('vitest', 'run', ...reporters, ...args));
}

try {
  const file = join(results, 'check.json');
  await counted('Build and checks', file, tool('check', file));
  if (process.env['CI'] !== undefined || (await goIsAvailable())) {
    await single('The real programs', tool('build-programs'));
  } else {
    console.log('\n── The real programs\nSkipped: Go was not found, which builds them.');
    total.skipped += 1;
  }
  await vitest('Tests', 'tests');
  if (process.env['CI'] !== undefined || findChromium() !== undefined) {
    await vitest('Tests in a browser', 'browser', '--config', 'test/browser/vitest.config.ts');
  } else {
    console.log('\n── Tests in a browser\nSkipped: Chromium was not found.');
    total.skipped += 1;
  }
  await vitest('Tests on a real cluster', 'cluster', '--config', 'test/cluster/vitest.config.ts');
} finally {
  rmSync(results, { recursive: true });
}

if (total.skipped > 0) console.log(`\n${total.skipped} skipped`);
mkdirSync(join(checkout, '.sluice'), { recursive: true });
// .ci/run repeats this line when make has said something after it.
writeFileSync(join(checkout, '.sluice/test-summary'), `${summary(total)}\n`);
console.log(`\n${summary(total)}`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
