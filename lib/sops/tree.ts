import { maxPathLength } from './limits.ts';
import type { Plain } from './plain.ts';
import { fail } from './result.ts';
import { placeOf, type Source, type Span } from './source.ts';

/** A single value. */
export interface Scalar {
  readonly kind: 'scalar';
  /** What sops reads; undefined is null, which is neither encrypted nor hashed. */
  readonly plain: Plain | undefined;
  /** What gives way to another value. */
  readonly span: Span;
  /** The lines of a block scalar, which go when its header becomes another value. */
  readonly body?: Span;
  /** What must stand before another value: a blank, where there was no value after `key:`. */
  readonly lead: string;
  /** Columns before the key or the dash that the value belongs to. */
  readonly indent: number;
  /** Whether it stands between brackets, where only quoted text is safe. */
  readonly flow: boolean;
}

/** A comment, without its `#`. */
export interface Comment {
  readonly kind: 'comment';
  readonly text: string;
  /** From behind the `#` to the end of the line. */
  readonly span: Span;
}

/** A key with its value, or an item of a list. */
export interface Entry extends Span {
  readonly kind: 'entry';
  /** The key; a list's items have none. */
  readonly key: string | undefined;
  readonly node: Branch | Scalar;
}

/** A map or a list, with comments where sops counts them. */
export interface Branch {
  readonly kind: 'map' | 'list';
  readonly items: (Entry | Comment)[];
  readonly span: Span;
  readonly indent: number;
  readonly flow: boolean;
}

/** A document as one of the formats reads it: the data, and apart from it the sops blocks. */
export interface Document {
  readonly source: Source;
  /** One for each YAML document in the file; the other formats hold one. */
  readonly branches: readonly Branch[];
  /** The `sops` blocks, one for each branch that has one. sops itself uses the first. */
  readonly blocks: readonly Block[];
}

/** A sops block and the text that goes with it when it is taken out. */
export interface Block {
  readonly branch: Branch;
  readonly spans: readonly Span[];
}

/** A value or a comment at the point where sops comes by. */
export interface Leaf {
  readonly node: Scalar | Comment;
  /** The item of a list or map whose value it is; a comment has none. */
  readonly entry?: Entry;
  /** The keys above it, and its own: what its ciphertext is bound to. */
  readonly path: readonly string[];
  /** The path as a person reads it, with indices. */
  readonly field: string;
  /** The comments in force, for each level of the tree. Changes as the walk goes on. */
  readonly comments: readonly (readonly string[])[];
}

/**
 * A document's leaves in sops's order (sops.go: walkBranch, walkSlice). A comment is in force for
 * the comments and the value that follow it on its level, and for all below that value.
 */
export function* leavesOf({ source, branches }: Document): Generator<Leaf> {
  for (const branch of branches) {
    yield* walk(source, branch, { path: [], length: 0, field: '', comments: [] });
  }
}

/** Where a map or a list stands. */
interface Above {
  readonly path: readonly string[];
  /** Characters of the keys in the path. */
  readonly length: number;
  readonly field: string;
  readonly comments: readonly string[][];
}

function* walk(source: Source, branch: Branch, above: Above): Generator<Leaf> {
  let active: string[] = [];
  let comments = [...above.comments, active];
  let index = 0;
  for (const item of branch.items) {
    if (item.kind === 'comment') {
      active.push(item.text);
      yield { node: item, path: above.path, field: above.field, comments };
      continue;
    }
    const { key, node } = item;
    const path = key === undefined ? above.path : [...above.path, key];
    const field = fieldOf(above.field, key ?? index);
    const length = above.length + (key?.length ?? 0);
    if (length > maxPathLength) {
      const message = `the keys above a value come to more than ${maxPathLength} characters`;
      fail('sops-limit', placeOf(source, item.start), message);
    }
    index += 1;
    if (node.kind === 'scalar') yield { node, entry: item, path, field, comments };
    else yield* walk(source, node, { path, length, field, comments });
    active = [];
    comments = [...above.comments, active];
  }
}

/** A path as a person reads it: `data.password`, `list[0]`, `data["tls.key"]`. */
export function fieldOf(above: string, key: string | number): string {
  if (typeof key === 'number') return `${above}[${key}]`;
  if (!/^[A-Za-z0-9_/-]+$/.test(key)) return `${above}[${JSON.stringify(key)}]`;
  return above === '' ? key : `${above}.${key}`;
}

/** The entry behind a path of keys and indices, in the first branch that has it. */
export function findEntry(
  branches: readonly Branch[],
  path: readonly (string | number)[],
): Entry | undefined {
  for (const branch of branches) {
    let node: Branch | Scalar = branch;
    let found: Entry | undefined;
    for (const step of path) {
      found = node.kind === 'scalar' ? undefined : child(node, step);
      if (found === undefined) break;
      node = found.node;
    }
    if (found !== undefined) return found;
  }
  return undefined;
}

function child(branch: Branch, step: string | number): Entry | undefined {
  const entries = branch.items.filter((item) => item.kind === 'entry');
  if (typeof step === 'number') return branch.kind === 'list' ? entries[step] : undefined;
  return entries.find((entry) => entry.key === step);
}
