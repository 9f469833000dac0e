// What validation takes, as whole processes: of a fleet of 1,000 apps, and of the largest checkout.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeTree } from '../lib/io/index.ts';
import { diskTree } from '../lib/io/reconcile/index.ts';
import { findEntries } from '../lib/reconcile/index.ts';
import { synthesize } from '../lib/synth/index.ts';
import { checkout, run, tool } from '../tools/process.ts';
import { program } from '../tools/programs.ts';
import { compare, timeOf } from './processes.ts';
import { row } from './report.ts';
import { sluiceTree } from './tree.ts';

const folder = mkdtempSync(
  path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'sluice-validate-'),
);
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true });
});

await run(...tool('build'));
const sluice = [process.execPath, path.join(checkout, 'bin/sluice.mjs')] as const;
const env = {
  ...process.env,
  XDG_CACHE_HOME: path.join(folder, 'cache'),
  SLUICE_KUSTOMIZE: await program('kustomize'),
  SLUICE_HELM: await program('helm'),
};
const root = path.join(folder, 'fleet');
mkdirSync(root);
writeTree(root, synthesize(sluiceTree(1000, root), { readText: () => '' }).tree);

/** The entry with the most files in its checkout. */
function largestIn(checkouts: string): { readonly root: string; readonly entry: string }[] {
  const entries = readdirSync(checkouts, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .flatMap(({ name }) => {
      const directory = path.join(checkouts, name);
      const size = readdirSync(directory, { recursive: true }).length;
      return findEntries(diskTree(directory)).map((entry) => ({ root: directory, entry, size }));
    });
  return entries.sort((a, b) => b.size - a.size).slice(0, 1);
}

const corpus = process.env['SLUICE_CORPUS'];
const largest = corpus === undefined ? [] : largestIn(corpus);
const validate = (...args: readonly string[]): Promise<number> =>
  timeOf({ command: [...sluice, 'validate', '--offline', ...args], env });

console.log('\nvalidate\n');
const measured = await compare({
  '1,000 apps': () => validate('--path', root),
  '1,000 apps, with practice': () => validate('--path', root, '--practice'),
  ...Object.fromEntries(
    largest.map((each) => [
      path.basename(each.root),
      () => validate('--path', each.root, '--cluster', each.entry),
    ]),
  ),
});
row('1,000 apps', `${measured('1,000 apps').toFixed(0)} ms`, 'under 2000');
row('1,000 apps, 3,000 findings', `${measured('1,000 apps, with practice').toFixed(0)} ms`, '');
for (const each of largest) {
  const name = path.basename(each.root);
  row(name, `${measured(name).toFixed(0)} ms`, '');
}
