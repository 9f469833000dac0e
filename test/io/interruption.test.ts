import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { writeTree } from '../../lib/io/index.ts';
import { temporaryFolder } from '../support/folder.ts';
import { newTree, oldTree } from '../support/interrupted.ts';
import { filesIn } from '../support/tree.ts';

const [before, after] = [Object.fromEntries(oldTree), Object.fromEntries(newTree)];

/** The functions by which files change. */
const changing = ['mkdirSync', 'writeFileSync', 'renameSync', 'rmSync', 'rmdirSync'] as const;

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

/**
 * Lets a number of changes happen and none after them, as if the process had been killed.
 * Where the next one writes a file, half of it is written; of some bytes, none.
 */
function killAfter(limit: number): { readonly count: () => number } {
  let count = 0;
  for (const name of changing) {
    const real = fs[name] as (...args: unknown[]) => unknown;
    vi.spyOn(fs, name).mockImplementation((...args: unknown[]) => {
      count += 1;
      if (count <= limit) return real(...args);
      const [file, text] = args;
      if (count === limit + 1 && name === 'writeFileSync' && typeof text === 'string') {
        real(file, text.length < 50 ? '' : text.slice(0, text.length / 2));
      }
      throw new Error('killed');
    });
  }
  syncBuiltinESMExports();
  return { count: () => count };
}

function revive(): void {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
}

/** The old tree, on which a write of the new one is killed after so many changes. */
function interrupted(limit: number): string {
  const root = temporaryFolder();
  writeTree(root, oldTree);
  killAfter(limit);
  expect(() => writeTree(root, newTree)).toThrow('killed');
  revive();
  return root;
}

/** How many changes a write of the new tree onto the old one takes. */
function changesInAll(): number {
  const root = temporaryFolder();
  writeTree(root, oldTree);
  const { count } = killAfter(Number.POSITIVE_INFINITY);
  writeTree(root, newTree);
  revive();
  return count();
}

describe('a write that was killed after any number of changes', () => {
  const steps = () => Array.from({ length: changesInAll() }, (_, step) => step);

  it('is finished or undone by the next, whatever that writes', () => {
    for (const step of steps()) {
      const root = interrupted(step);
      writeTree(root, oldTree);
      expect(filesIn(root)).toEqual(before);
    }
  });

  it('is finished or undone by the next that writes the same', () => {
    for (const step of steps()) {
      const root = interrupted(step);
      writeTree(root, newTree);
      expect(filesIn(root)).toEqual(after);
    }
  });

  it('leaves the old tree as it was until there is a journal', () => {
    for (const step of steps()) {
      const found = Object.entries(filesIn(interrupted(step)));
      if (found.some(([file]) => file === '.sluice-journal/journal.json')) continue;
      const visible = Object.fromEntries(
        found.filter(([file]) => !file.startsWith('.sluice-journal')),
      );
      expect([before, after]).toContainEqual(visible);
    }
  });

  it('leaves the old tree or the new one where the next is refused at once', () => {
    for (const step of steps()) {
      const root = interrupted(step);
      const foreign = new Map([...newTree, ['README.md', 'x']]);
      fs.writeFileSync(`${root}/README.md`, 'mine');
      expect(() => writeTree(root, foreign)).toThrow('README.md');
      fs.rmSync(`${root}/README.md`);
      expect([before, after]).toContainEqual(filesIn(root));
    }
  });
});

const script = fileURLToPath(new URL('../support/write-and-die.ts', import.meta.url));

/** The old tree, on which a process writes the new one until SIGKILL ends it. */
async function killed(limit: number): Promise<string> {
  const root = temporaryFolder();
  writeTree(root, oldTree);
  const args = ['--conditions=source', '--import', import.meta.resolve('tsx'), script];
  const child = spawn(process.execPath, [...args, root, String(limit)], { stdio: 'inherit' });
  const signal = await new Promise((resolve) => child.on('exit', (_, by) => resolve(by)));
  expect(signal).toBe('SIGKILL');
  return root;
}

it('a process that SIGKILL ends leaves what the next run finishes or undoes', async () => {
  const last = changesInAll() - 1;
  const roots = await Promise.all([1, Math.ceil(last / 2), last - 2].map(killed));
  for (const root of roots) {
    writeTree(root, newTree);
    expect(filesIn(root)).toEqual(after);
  }
});
