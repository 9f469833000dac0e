/**
 * How a tree of files changes all at once. New texts are staged in `.sluice-journal/staged`; writing
 * `journal.json` beside it decides for the new state; then staged files are renamed into place
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
import { replaceFile } from './replace-file.ts';

const workFolder = '.sluice-journal';
const lockFile = '.sluice-journal.lock';

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

function refuse(root: string, message: string, hint: string): never {
  throw new DiagnosticError([errorAt('output-failed', { file: root }, message, { hint })]);
}

function busy(root: string, owner: number): never {
  const hint = `Wait for it. If it is no synth, delete ${path.join(root, lockFile)}.`;
  return refuse(root, `process ${String(owner)} is writing to this folder`, hint);
}

function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EEXIST';
}

/** Takes a lock whose process has ended; of several that try, one gets it. */
function takeOver(root: string, lock: string): void {
  if (!lstatSync(lock).isFile()) {
    refuse(root, `${lockFile} is no file`, 'Sluice keeps its lock there. Move it away.');
  }
  const owner = ownerOf(lock);
  if (owner !== process.pid && isAlive(owner)) busy(root, owner);
  const aside = `${lock}.${String(process.pid)}`;
  renameSync(lock, aside);
  const moved = Number(readFileSync(aside, 'utf8'));
  if (moved !== owner && isAlive(moved)) {
    // Another process took it over between the two steps.
    renameSync(aside, lock);
    busy(root, moved);
  }
  rmSync(aside);
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (isTaken(error)) busy(root, ownerOf(lock));
    throw error;
  }
}

/** Runs an action while no other process changes the tree. */
export function withLock<T>(root: string, action: () => T): T {
  const lock = path.join(root, lockFile);
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (!isTaken(error)) throw error;
    takeOver(root, lock);
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
    replaceFile(journal, JSON.stringify(decided), { aside: `${journal}.new` });
  } catch (error) {
    clear(root);
    throw error;
  }
}

/** Brings the tree to the state that the journal decided for. Safe to repeat. */
export function commit(root: string): void {
  const { staged } = paths(root);
  for (const file of readJournal(root)?.deletes ?? []) remove(root, file);
  if (existsSync(staged)) moveInto(staged, root);
  clear(root);
}

/** Removes what Sluice keeps in its work folder, and the folder if nothing else is in it. */
function clear(root: string): void {
  const { work, staged, journal } = paths(root);
  for (const each of [staged, journal, `${journal}.new`]) {
    rmSync(each, { recursive: true, force: true });
  }
  removeEmpty(work);
}

/** Finishes or undoes what an interrupted run left. */
export function recover(root: string): void {
  const { work } = paths(root);
  const stats = lstatSync(work, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (!stats.isDirectory()) {
    refuse(root, `${workFolder} is no folder`, 'Sluice keeps its journal there. Move it away.');
  }
  if (readJournal(root)) commit(root);
  else clear(root);
}

function remove(root: string, file: string): void {
  rmSync(path.join(root, file), { force: true });
  // Folders that became empty go too, up to the root.
  for (let each = path.dirname(file); each !== '.'; each = path.dirname(each)) {
    if (!removeEmpty(path.join(root, each))) return;
  }
}

function removeEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return false;
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
