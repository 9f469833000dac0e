// What synth, validate and plan take of fleets of 10, 1,000 and 10,000 apps of three objects: whole processes,
// once each; docs/scale.md quotes the table.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeTree } from '../lib/io/index.ts';
import { synthesize } from '../lib/synth/index.ts';
import { checkout, run, tool } from '../tools/process.ts';
import { sluiceTree } from './tree.ts';

const counts = [10, 1000, 10_000];
const folder = mkdtempSync(
  path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'sluice-scale-'),
);
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true });
});
await run(...tool('build'));
const sluice = [path.join(checkout, 'bin/sluice.mjs')];
const worker = path.join(checkout, 'bench/worker.ts');
const sources = ['--import', 'tsx', '--conditions=source', worker];

/** Has a process of Node tell its largest memory, in KiB, when it ends. */
const tellMemory = `--import=data:text/javascript,${encodeURIComponent(
  'process.on("exit",()=>process.stderr.write(`\\nmemory=${process.resourceUsage().maxRSS}`))',
)}`;

interface Cost {
  readonly seconds: number;
  readonly mebibytes: number;
}

function costOf(args: readonly string[]): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const env = { ...process.env, NODE_OPTIONS: tellMemory, XDG_CACHE_HOME: `${folder}/cache` };
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: checkout,
      env,
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.on('error', reject);
    child.on('close', () => {
      const [, memory] = /memory=(\d+)/.exec(said) ?? [];
      if (memory === undefined) reject(new Error(`${args.join(' ')}: ${said}`));
      else {
        resolve({
          seconds: (performance.now() - start) / 1000,
          mebibytes: Number(memory) / 1024,
        });
      }
    });
  });
}

const print = ({ seconds, mebibytes }: Cost): string =>
  `${seconds.toFixed(1)} s, ${mebibytes.toFixed(0)} MiB`;

console.log('| apps | files | synth | validate | plan of one changed app |');
console.log('| ---: | ---: | ---: | ---: | ---: |');
for (const count of counts) {
  const roots = [0, 1].map((changed) => {
    const root = path.join(folder, `${count}-${changed}`);
    mkdirSync(root);
    const { tree } = synthesize(sluiceTree(count, root, changed), { readText: () => '' });
    writeTree(root, tree);
    return { root, files: tree.size };
  });
  const [before, after] = roots;
  if (before === undefined || after === undefined) continue;
  const cells = [
    await costOf([...sources, 'sluice', String(count), path.join(folder, 'out')]),
    await costOf([...sluice, 'validate', '--offline', '--path', after.root]),
    await costOf([...sluice, 'plan', '--offline', '--base', before.root, '--head', after.root]),
  ].map(print);
  const files = before.files.toLocaleString('en');
  console.log(`| ${count.toLocaleString('en')} | ${files} | ${cells.join(' | ')} |`);
  for (const { root } of roots) rmSync(root, { recursive: true, force: true });
}
