/** What synth notes beside a tree: where each of its files comes from. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Where people change what stands in a file of a tree. */
export interface Origin {
  /** Path of the construct that makes it. */
  readonly construct: string;
  /** `file:line` in the program, where a person's code made the construct. */
  readonly source?: string;
}

/** What is noted of a file. */
export interface Entry extends Origin {
  /** Git's name for the content that was written. */
  readonly hash: string;
}

/** The file of the notes about a tree. */
export function provenanceFile(root: string): string {
  return path.join(root, '.sluice/provenance.json');
}

/**
 * Finds where a file of a tree comes from: known as long as it is as synth wrote it.
 *
 * @returns takes a path in the tree and Git's name for its content
 */
export function readProvenance(root: string): (file: string, hash: string) => Origin | undefined {
  let entries: Readonly<Record<string, Entry>> | undefined;
  return (file, hash) => {
    entries ??= readEntries(root);
    const entry = Object.hasOwn(entries, file) ? entries[file] : undefined;
    if (entry?.hash !== hash) return undefined;
    const { construct, source } = entry;
    return { construct, ...(source !== undefined && { source }) };
  };
}

/** The notes about a tree, by file; empty where there are none. Whoever made the tree can write some. */
export function readEntries(root: string): Record<string, Entry> {
  try {
    const read = JSON.parse(readFileSync(provenanceFile(root), 'utf8')) as Record<string, Entry>;
    return Object.fromEntries(Object.entries(read).filter(([, entry]) => isEntry(entry)));
  } catch {
    return {};
  }
}

function isEntry(entry: Entry | null): boolean {
  const { hash, construct, source = '' } = entry ?? {};
  return [hash, construct, source].every((each) => typeof each === 'string');
}
