import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeTree } from '../../lib/io/index.ts';
import { temporaryFolder } from '../support/folder.ts';
import { filesIn, thrownBy, treeOf } from '../support/tree.ts';

function mount(...args: string[]): boolean {
  return process.platform === 'linux' && spawnSync('mount', args).status === 0;
}

function unmount(folder: string): void {
  spawnSync('umount', [folder]);
}

function mayMount(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-test-'));
  const mounted = mount('-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', folder);
  if (mounted) unmount(folder);
  rmSync(folder, { recursive: true, force: true });
  return mounted;
}

const able = mayMount();
const name = able
  ? 'a real file system'
  : 'a real file system (skipped: mounting one is forbidden)';

/** A file system of 256 KiB of its own. */
function smallDisk(): string {
  const disk = temporaryFolder();
  mount('-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk);
  onTestFinished(() => unmount(disk));
  return disk;
}

const tree = treeOf({ home: { web: { objects: { a: '1' } } } });
const big = treeOf({ home: { web: { objects: { a: '2', b: 'x'.repeat(300_000) } } } });

describe.runIf(able)(name, () => {
  it('that is full keeps the previous output, and the error says so', () => {
    const root = path.join(smallDisk(), 'out');
    writeTree(root, tree);
    const [found] = thrownBy(() => writeTree(root, big));
    expect(found).toMatchObject({
      code: 'output-failed',
      location: { file: root },
      hint: expect.stringContaining('disk is full') as string,
    });
    expect(filesIn(root)).toEqual(Object.fromEntries(tree));
  });

  it('that was full before takes a tree once there is room', () => {
    const disk = smallDisk();
    const root = path.join(disk, 'out');
    writeTree(root, tree);
    expect(() => writeFileSync(path.join(disk, 'filler'), 'x'.repeat(1 << 20))).toThrow('ENOSPC');
    expect(thrownBy(() => writeTree(root, treeOf({ home: {} })))).not.toEqual([]);
    rmSync(path.join(disk, 'filler'));
    writeTree(root, treeOf({ home: {} }));
    expect(filesIn(root)).toEqual(Object.fromEntries(treeOf({ home: {} })));
  });

  it('that is read-only is an error', () => {
    const disk = smallDisk();
    const root = path.join(disk, 'out');
    writeTree(root, tree);
    mount('-o', 'remount,ro', disk);
    expect(thrownBy(() => writeTree(root, treeOf({ home: {} })))).toMatchObject([
      { code: 'output-failed', location: { file: root } },
    ]);
    expect(filesIn(root)).toEqual(Object.fromEntries(tree));
  });
});
