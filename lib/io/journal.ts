/**
 * How a tree of files changes all at once. New texts are staged in `.sluice/staged`; writing
 * `.sluice/journal.json` decides for the new state; then staged files are renamed into place
 * and old ones removed. A run that finds a journal finishes it, one that finds only staged
 * files removes them. Holds for killed processes; a machine that loses power may also lose
 * what the kernel had not written yet.
 */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorAt } from '../core/index.ts';
import type { TreeChanges } from '../synth/index.ts';

const workFolder = '.sluice';

function paths(root: string) {
  const work = path.join(root, workFolder);
  return { work, staged: path.join(work, 'staged'), journal: path.join(work, 'journal.json') };
}

function isAlive(pid: number): boolean {
  // What is no number of a process would name this one's group, or all.
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function ownerOf(lock: string): number {
  const text = readFileSync(lock, 'utf8');
  if (text !== '') return Number(text);
  // Its process is about to write its number, or ended before it could.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  return Number(readFileSync(lock, 'utf8'));
}

/** Runs an action while no other process changes the tree. */
export function withLock<T>(root: string, action: () => T): T {
  const lock = path.join(root, '.sluice.lock');
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const owner = ownerOf(lock);
    if (owner !== process.pid && isAlive(owner)) {
      const message = `process ${String(owner)} is writing to this folder`;
      const hint = `Wait for it. If it is no synth, delete ${lock}.`;
      throw new DiagnosticError([errorAt('output-failed', { file: root }, message, { hint })]);
    }
    writeFileSync(lock, String(process.pid));
  }
  try {
    return action();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** What only this folder on this disk has. */
function identityOf(folder: string): string {
  return String(lstatSync(folder, { bigint: true }).ino);
}

interface Journal {
  readonly version: 1;
  /** Identity of the work folder: a journal that came with a checkout is not obeyed. */
  readonly folder: string;
  readonly deletes: readonly string[];
}

function readJournal(root: string): Journal | undefined {
  const { work, journal } = paths(root);
  if (!existsSync(journal)) return undefined;
  const found = JSON.parse(readFileSync(journal, 'utf8')) as Partial<Journal>;
  return found.folder === identityOf(work) ? (found as Journal) : undefined;
}

/** Writes new texts beside the tree, and the journal. On failure nothing of it stays. */
export function stage(root: string, { writes, deletes }: TreeChanges): void {
  const { work, staged, journal } = paths(root);
  try {
    mkdirSync(staged, { recursive: true });
    let folder = '';
    for (const [file, text] of writes) {
      const slash = file.lastIndexOf('/');
      const parent = file.slice(0, slash < 0 ? 0 : slash);
      if (parent !== folder) {
        mkdirSync(`${staged}/${parent}`, { recursive: true });
        folder = parent;
      }
      writeFileSync(`${staged}/${file}`, text);
    }
    const decided: Journal = { version: 1, folder: identityOf(work), deletes };
    writeFileSync(`${journal}.new`, JSON.stringify(decided));
    renameSync(`${journal}.new`, journal);
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw error;
  }
}

/** Brings the tree to the state that the journal decided for. Safe to repeat. */
export function commit(root: string): void {
  const { work, staged } = paths(root);
  for (const file of readJournal(root)?.deletes ?? []) remove(root, file);
  if (existsSync(staged)) moveInto(staged, root);
  rmSync(work, { recursive: true, force: true });
}

/** Finishes or undoes what an interrupted run left. */
export function recover(root: string): void {
  if (readJournal(root)) commit(root);
  else rmSync(paths(root).work, { recursive: true, force: true });
}

function remove(root: string, file: string): void {
  rmSync(path.join(root, file), { force: true });
  // Folders that became empty go too, up to the root.
  for (let each = path.dirname(file); each !== '.'; each = path.dirname(each)) {
    try {
      rmdirSync(path.join(root, each));
    } catch {
      return;
    }
  }
}

/** Moves everything in a folder into another, a whole subtree at once where that is new. */
function moveInto(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    const existing = lstatSync(target, { throwIfNoEntry: false });
    if (entry.isDirectory() && existing?.isDirectory() === true) moveInto(source, target);
    else renameSync(source, target);
  }
}
