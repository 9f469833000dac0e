// One timed run in a process of its own: worker.ts MODE COUNT FOLDER → JSON on standard output.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { emitYaml, type JsonObject } from '../lib/kubernetes/index.ts';
import { writeTree } from '../lib/io/index.ts';
import { kustomizationOf } from '../lib/synth/app-of-apps.ts';
import { collect } from '../lib/synth/collect.ts';
import { synthesize } from '../lib/synth/index.ts';
import { sluiceTree, stockTree } from './tree.ts';

/** What one run took. */
export interface Measure {
  /** Milliseconds to create the constructs. */
  readonly build: number;
  /** Milliseconds of the synthesis, writing included. */
  readonly synth: number;
  /** Files written. */
  readonly files: number;
  /** Largest memory of the process, in MiB. */
  readonly memory: number;
}

const facts = { predecessors: [], awaited: false, encrypted: false, substituted: false };

const [mode = '', count = '0', folder = ''] = process.argv.slice(2);

function prepare(): () => number {
  const size = Number(count);
  switch (mode) {
    case 'sluice': {
      const fleet = sluiceTree(size, folder);
      return () => {
        fleet.synth();
        return size * 5;
      };
    }
    case 'stock-default':
    case 'stock-best': {
      const app = stockTree(size, folder, mode === 'stock-best' ? 'best' : 'default');
      return () => {
        app.synth();
        return mode === 'stock-best' ? size * 4 : size;
      };
    }
    case 'floor':
      return prepareFloor(size);
    case 'change':
      return prepareChange(size);
    default:
      throw new Error(`no such mode: ${mode}`);
  }
}

/** Resolved objects, written by Sluice's emitter in this fresh process: nothing can be quicker. */
function prepareFloor(size: number): () => number {
  const [cluster] = collect(sluiceTree(size, folder)).clusters;
  const apps = (cluster?.apps ?? []).map(({ app, objects }) => ({
    directory: path.join(folder, 'clusters/bench/apps', app.node.id),
    manifests: [
      ...objects.map((object) => object.toJson() as JsonObject),
      kustomizationOf(app, facts) as unknown as JsonObject,
    ],
  }));
  return () => {
    let files = 0;
    for (const { directory, manifests } of apps) {
      mkdirSync(directory, { recursive: true });
      for (const [index, manifest] of manifests.entries()) {
        writeFileSync(`${directory}/${String(index)}.yaml`, emitYaml(manifest));
        files += 1;
      }
    }
    return files;
  };
}

/** A second synthesis into the tree of a first, with one app changed. */
function prepareChange(size: number): () => number {
  sluiceTree(size, folder).synth();
  const { tree } = synthesize(sluiceTree(size, folder, 1), { readText: () => '' });
  return () => writeTree(folder, tree).writes.size;
}

rmSync(folder, { recursive: true, force: true });
const start = performance.now();
const action = prepare();
const built = performance.now();
const files = action();
const done = performance.now();
const measure: Measure = {
  build: built - start,
  synth: done - built,
  files,
  memory: process.resourceUsage().maxRSS / 1024,
};
rmSync(folder, { recursive: true, force: true });
console.log(JSON.stringify(measure));
