// What the offline Flux takes, as whole processes: against kustomize itself.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeTree } from '../lib/io/index.ts';
import { diskTree, findKustomize } from '../lib/io/reconcile/index.ts';
import { findEntries, reconcile } from '../lib/reconcile/index.ts';
import { synthesize } from '../lib/synth/index.ts';
import { checkout, run, tool } from '../tools/process.ts';
import { program } from '../tools/programs.ts';
import { compare, type Timed, timeOf } from './processes.ts';
import { ratioRow, row } from './report.ts';
import { sluiceTree } from './tree.ts';

const folder = mkdtempSync(
  path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'sluice-flux-'),
);
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true });
});

await run(...tool('build'));
const sluice = [process.execPath, path.join(checkout, 'bin/sluice.mjs')] as const;
const cache = path.join(folder, 'cache');
const env = {
  ...process.env,
  XDG_CACHE_HOME: cache,
  SLUICE_KUSTOMIZE: await program('kustomize'),
  SLUICE_HELM: await program('helm'),
};
const withoutCache = (): void => rmSync(cache, { recursive: true, force: true });

/** A repository with two commits, the second of which changes one app. */
function repositoryOf(count: number): string {
  const root = path.join(folder, `fleet-${String(count)}`);
  const git = (...args: string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
      cwd: root,
    });
  mkdirSync(root);
  git('init', '--quiet');
  for (const changed of [0, 1]) {
    writeTree(root, synthesize(sluiceTree(count, root, changed), { readText: () => '' }).tree);
    git('add', '.');
    git('commit', '--quiet', '--message', 'x');
  }
  // As in a clone.
  git('repack', '-a', '-d', '--quiet');
  return root;
}

console.log('\nplan between two commits that differ in one app\n');
const fleets = [1000, 3000].map((count) => ({ count, root: repositoryOf(count) }));
const planned = await compare({
  node: () => timeOf({ command: [process.execPath, '-e', '0'] }),
  version: () => timeOf({ command: [...sluice, '--version'] }),
  ...Object.fromEntries(
    fleets.map(({ count, root }) => [
      String(count),
      () =>
        timeOf({
          command: [...sluice, 'plan', '--base', 'HEAD~1', '--head', 'HEAD'],
          cwd: root,
          env,
        }),
    ]),
  ),
});
row(
  'sluice --version, above bare node',
  `${(planned('version') - planned('node')).toFixed(0)} ms`,
  'at most 30',
);
for (const { count } of fleets) {
  const target = count === 1000 ? 'under 1000' : '';
  row(`${count.toLocaleString('en')} apps`, `${planned(String(count)).toFixed(0)} ms`, target);
}

const corpus = process.env['SLUICE_CORPUS'];
if (corpus === undefined) {
  console.log('\nreconcile: not measured; SLUICE_CORPUS names no folder of checkouts');
} else {
  await reconcileLargest(corpus);
}

/** Reconciles the checkout with the most Kustomizations, with and without what was kept. */
async function reconcileLargest(checkouts: string): Promise<void> {
  const folders = readdirSync(checkouts, { withFileTypes: true }).filter((each) =>
    each.isDirectory(),
  );
  const found = await Promise.all(folders.map(({ name }) => clusterIn(path.join(checkouts, name))));
  const [largest] = found.flat().sort((a, b) => b.folders.length - a.folders.length);
  if (largest === undefined) return;
  const { root, entry, folders: built } = largest;
  console.log(`\nreconcile ${path.basename(root)}: ${String(built.length)} folders\n`);
  const args = ['reconcile', '--offline', '--path', root, '--entry', entry];
  const peer = peerIn(root, entry);
  const measured = await compare({
    ...(peer && {
      'flate, cold': () => timeOf({ ...peer, before: withoutCache }),
      'flate, warm': () => timeOf(peer),
    }),
    kustomize: () => kustomizeOneByOne(root, built),
    cold: () => timeOf({ command: [...sluice, ...args], env, before: withoutCache }),
    warm: () => timeOf({ command: [...sluice, ...args], env }),
  });
  for (const name of [
    'kustomize',
    'cold',
    'warm',
    ...(peer ? ['flate, cold', 'flate, warm'] : []),
  ]) {
    row(name, `${measured(name).toFixed(0)} ms`, '');
  }
  if (peer === undefined) console.log('flate: not measured; SLUICE_FLATE names no program');
  for (const state of peer ? ['cold', 'warm'] : []) {
    ratioRow(`${state} over flate`, measured(state) / measured(`flate, ${state}`), 'below 1');
  }
  ratioRow('cold over serial kustomize', measured('cold') / measured('kustomize'), 'at most 1.5');
  ratioRow('warm over serial kustomize', measured('warm') / measured('kustomize'), 'at most 0.5');
}

/**
 * The fastest peer, which wants the root of a repository. Without a network it fails at once to fetch
 * what Sluice is told to leave, where a name server answers.
 */
function peerIn(root: string, entry: string): Timed | undefined {
  const flate = process.env['SLUICE_FLATE'];
  if (flate === undefined) return undefined;
  const copy = path.join(folder, 'peer');
  cpSync(root, copy, { recursive: true });
  execFileSync('git', ['init', '--quiet'], { cwd: copy });
  return { command: [flate, 'build', 'ks', '--path', entry], cwd: copy, env };
}

/** Every cluster of a checkout, with the folders that kustomize itself can build. */
async function clusterIn(root: string) {
  const tree = diskTree(root);
  const kustomize = findKustomize(env);
  return Promise.all(
    findEntries(tree).map(async (entry) => {
      const { kustomizations } = await reconcile({ tree, entry, kustomize });
      const paths = new Set(kustomizations.map((each) => each.path));
      const folders = [...paths].filter((each) =>
        existsSync(path.join(root, each, 'kustomization.yaml')),
      );
      return { root, entry, folders };
    }),
  );
}

async function kustomizeOneByOne(root: string, folders: readonly string[]): Promise<number> {
  let sum = 0;
  for (const folder of folders) {
    const args = ['build', '--load-restrictor', 'LoadRestrictionsNone', folder];
    sum += await timeOf({ command: [env.SLUICE_KUSTOMIZE, ...args], cwd: root });
  }
  return sum;
}
