// Ten charts that are rendered at synth, against cdk8s's own Helm construct.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { program } from '../tools/programs.ts';
import { chartNames, serveCharts } from './chart-repository.ts';
import { median, ratioRow, row, runs } from './report.ts';

const run = promisify(execFile);
const worker = path.join(import.meta.dirname, 'chart-worker.ts');

type Mode = 'stock' | 'cold' | 'warm';

const folder = mkdtempSync(path.join(tmpdir(), 'sluice-charts-'));
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true });
});

const helm = await program('helm');
const [url, server] = await serveCharts(path.join(folder, 'charts'), helm);
const times: Record<Mode, number[]> = { stock: [], cold: [], warm: [] };
const cache = path.join(folder, 'cache');
for (let index = 0; index < runs; index += 1) {
  // In turn, so that a machine that changes its speed changes it for all; warm comes after cold.
  for (const mode of ['stock', 'cold', 'warm'] as const) {
    process.stderr.write(`\r10 charts, run ${String(index + 1)} of ${String(runs)}: ${mode}   `);
    if (mode !== 'warm') rmSync(cache, { recursive: true, force: true });
    // Helm keeps what it pulled below HOME.
    const env = { ...process.env, SLUICE_HELM: helm, XDG_CACHE_HOME: cache, HOME: cache };
    const args = ['--import', 'tsx', '--conditions=source', worker, mode, url];
    const { stdout } = await run(process.execPath, [...args, path.join(folder, mode)], { env });
    times[mode].push((JSON.parse(stdout) as { time: number }).time);
  }
}
process.stderr.write('\r\u001b[K');
server.close();
const of = (mode: Mode): number => median(times[mode]);
const count = String(chartNames.length);
row(`${count} charts, cdk8s's Helm`, `${of('stock').toFixed(0)} ms`, '');
row(`${count} charts, nothing cached`, `${of('cold').toFixed(0)} ms`, '');
row(`${count} charts, all cached`, `${of('warm').toFixed(0)} ms`, '');
ratioRow(`${count} charts: cdk8s's Helm, nothing cached`, of('stock') / of('cold'), 'at least 1.5');
ratioRow(`${count} charts: cdk8s's Helm, all cached`, of('stock') / of('warm'), 'at least 10');
