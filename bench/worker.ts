// One timed run in a process of its own: worker.ts MODE COUNT FOLDER → JSON on standard output.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { emitYaml, type JsonObject } from '../lib/kubernetes/index.ts';
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
    default:
      throw new Error(`no such mode: ${mode}`);
  }
}

/** Resolved objects, written by Sluice's emitter: nothing can be quicker than this. */
function prepareFloor(size: number): () => number {
  const { clusters } = synthesize(sluiceTree(size, folder), { readText: () => '' });
  const apps = clusters.flatMap((each) => each.apps);
  return () => {
    let files = 0;
    for (const { directory, manifests } of apps) {
      mkdirSync(path.join(folder, directory), { recursive: true });
      for (const [index, manifest] of manifests.entries()) {
        const text = emitYaml(manifest as unknown as JsonObject);
        writeFileSync(`${folder}/${directory}/${String(index)}.yaml`, text);
        files += 1;
      }
    }
    return files;
  };
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
