// npm run bench [-- charts]: ratios of medians of interleaved runs, each in a process of its own.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { benchCharts } from './charts.ts';
import { median, ratioRow, row } from './table.ts';
import type { Measure } from './worker.ts';

const runs = 5;
const worker = path.join(import.meta.dirname, 'worker.ts');
const run = promisify(execFile);

type Mode = 'sluice' | 'stock-default' | 'stock-best' | 'floor' | 'change';
type Measures = ReadonlyMap<Mode, readonly Measure[]>;

async function measure(mode: Mode, count: number, folder: string): Promise<Measure> {
  const args = ['--import', 'tsx', '--conditions=source', worker, mode, String(count)];
  const { stdout } = await run(process.execPath, [...args, path.join(folder, mode)]);
  return JSON.parse(stdout) as Measure;
}

/** Runs the modes in turn, so that a machine that changes its speed changes it for all. */
async function compare(modes: readonly Mode[], count: number, folder: string): Promise<Measures> {
  const measures = new Map<Mode, Measure[]>(modes.map((mode) => [mode, []]));
  for (let index = 0; index < runs; index += 1) {
    for (const [mode, found] of measures) {
      process.stderr.write(
        `\r${String(count)} apps, run ${String(index + 1)} of ${String(runs)}: ${mode}   `,
      );
      found.push(await measure(mode, count, folder));
    }
  }
  process.stderr.write('\r\u001b[K');
  return measures;
}

function timeOf(measures: Measures, mode: Mode): number {
  return median((measures.get(mode) ?? []).map(({ synth }) => synth));
}

const folder = mkdtempSync(
  path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'sluice-bench-'),
);
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true });
});

if (process.argv[2] === 'charts') {
  await benchCharts(folder, runs);
  process.exit();
}

const small = await compare(
  ['sluice', 'stock-default', 'stock-best', 'floor', 'change'],
  1000,
  folder,
);
const medium = await compare(['sluice', 'stock-default', 'stock-best', 'floor'], 3000, folder);
const large = await compare(['sluice', 'stock-best', 'floor'], 10_000, folder);

const sized = [
  { size: '1,000', measures: small },
  { size: '3,000', measures: medium },
  { size: '10,000', measures: large },
];
console.log(
  `medians of ${String(runs)} interleaved runs, each in a fresh process, in ${path.dirname(folder)}\n`,
);
for (const { size, measures } of sized) {
  for (const [mode, found] of measures) {
    row(
      `${size} apps, ${mode}`,
      `${timeOf(measures, mode).toFixed(0)} ms`,
      `${String(found[0]?.files)} files`,
    );
  }
}
console.log('\nratios');
const against = (measures: Measures, mode: Mode): number =>
  timeOf(measures, mode) / timeOf(measures, 'sluice');
ratioRow(
  '1,000 apps: stock cdk8s, a file per chart',
  against(small, 'stock-default'),
  'at least 10',
);
ratioRow(
  '3,000 apps: stock cdk8s, a file per chart',
  against(medium, 'stock-default'),
  'at least 40',
);
ratioRow('1,000 apps: stock cdk8s, a file per object', against(small, 'stock-best'), '');
ratioRow('3,000 apps: stock cdk8s, a file per object', against(medium, 'stock-best'), 'at least 3');
ratioRow('10,000 apps: stock cdk8s, a file per object', against(large, 'stock-best'), 'at least 3');
for (const { size, measures } of sized) {
  ratioRow(`${size} apps: over the floor`, 1 / against(measures, 'floor'), 'aim for 2');
}
ratioRow('10,000 apps over 1,000', timeOf(large, 'sluice') / timeOf(small, 'sluice'), 'at most 12');
const memory = Math.max(...(large.get('sluice') ?? []).map((each) => each.memory));
row('10,000 apps: largest memory', `${memory.toFixed(0)} MiB`, 'under 1024');
row(
  '1,000 apps, one changed: files written',
  String(small.get('change')?.[0]?.files),
  "that app's only",
);
console.log('\ncharts that are rendered at synth');
await benchCharts(folder, runs);
