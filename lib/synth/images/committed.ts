import type { FileTree } from '../../core/index.ts';
import { isMap, type JsonValue, readYaml, textAt, valueAt } from '../../kubernetes/index.ts';
import { markedLines, tagIn, withTags } from './markers.ts';
import { declaredAnnotation } from './policies.ts';

/** Reads the files of a tree that is there already. */
export interface CommittedFiles {
  read(path: string): string | undefined;
  /** The files that an earlier synth wrote to a folder. */
  ownedIn(directory: string): readonly string[];
}

/** The tag of a policy in an existing tree. */
export interface CommittedTag {
  readonly tag: string;
  /** Whether it is to stay; else the program has changed since. */
  readonly isKept: boolean;
}

/** Tags by the folder of an app and by policy. */
export type CommittedTags = ReadonlyMap<string, ReadonlyMap<string, CommittedTag>>;

const policyFile = /\/imagepolicy\.[^/]+\.yaml$/;

/**
 * A new tree with the tags that Flux committed to an existing one.
 *
 * A tag is kept as long as the policy of its image is what it was, and the image and the tag that the
 * program declares are those that the policy's annotation had: so what a person changes in the program
 * wins. Where the lines of one policy hold different tags, none is Flux's, and the program wins too.
 */
export function keepCommittedTags(committed: CommittedFiles, tree: FileTree): FileTree {
  const tags = committedTags(committed, tree);
  if (tags.size === 0) return tree;
  const kept = new Map(tree);
  for (const [path, text] of tree) {
    if (!text.includes('$imagepolicy')) continue;
    const known = [...(tags.get(folderOf(path)) ?? [])].filter(([, { isKept }]) => isKept);
    if (known.length === 0) continue;
    kept.set(path, withTags(text, new Map(known.map(([policy, { tag }]) => [policy, tag]))));
  }
  return kept;
}

/** An image of a tree, as its lines have it and as the program declared it. */
export interface StandingImage {
  /** Registry and repository, without a tag. */
  readonly image: string;
  readonly tag: string;
  readonly declared: string;
}

/** The image of a policy that synth wrote; undefined where no line has it. */
export function standingImage(
  committed: CommittedFiles,
  policyFile: string,
): StandingImage | undefined {
  const policy = declarationIn(committed.read(policyFile) ?? '');
  const colon = policy?.declared.lastIndexOf(':') ?? -1;
  if (policy === undefined || colon < 0) return undefined;
  const tag = tagsIn(committed, folderOf(policyFile)).get(policy.name);
  if (tag === undefined) return undefined;
  const { declared } = policy;
  return { image: declared.slice(0, colon), tag, declared: declared.slice(colon + 1) };
}

/** The tags of a tree's policies in an existing one. */
export function committedTags(committed: CommittedFiles, tree: FileTree): CommittedTags {
  const found = new Map<string, Map<string, CommittedTag>>();
  const inFolders = new Map<string, ReadonlyMap<string, string>>();
  for (const [path, text] of tree) {
    if (!policyFile.test(path) || !text.includes(declaredAnnotation)) continue;
    const policy = declarationIn(text);
    if (policy === undefined) continue;
    const folder = folderOf(path);
    const inFolder = inFolders.get(folder) ?? tagsIn(committed, folder);
    inFolders.set(folder, inFolder);
    const tag = inFolder.get(policy.name);
    if (tag === undefined) continue;
    const before = declarationIn(committed.read(path) ?? '');
    const known = found.get(folder) ?? new Map<string, CommittedTag>();
    found.set(
      folder,
      known.set(policy.name, { tag, isKept: before?.identity === policy.identity }),
    );
  }
  return found;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

interface Declaration {
  /** Name of the policy. */
  readonly name: string;
  /** Name and tag of the image; empty where a person took the annotation away. */
  readonly declared: string;
  /** Image and policy, as text that can be compared. */
  readonly identity: string;
}

/** What a person declares of an image. */
function declarationIn(text: string): Declaration | undefined {
  const read = readYaml(text);
  const [policy] = 'documents' in read ? read.documents : [];
  const name = textAt(policy, 'metadata', 'name');
  if (name === undefined) return undefined;
  const annotations = valueAt(policy, 'metadata', 'annotations');
  const declared = textAt(isMap(annotations) ? annotations : {}, declaredAnnotation) ?? '';
  const spec = valueAt(policy, 'spec');
  const { policy: rule, filterTags } = (isMap(spec) ? spec : {}) as Record<string, JsonValue>;
  return { name, declared, identity: JSON.stringify(sorted([declared, rule, filterTags])) };
}

/** The value with its keys in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** The tags on the marked lines of a folder, by policy. */
function tagsIn(committed: CommittedFiles, folder: string): ReadonlyMap<string, string> {
  const tags = new Map<string, Set<string>>();
  for (const path of committed.ownedIn(folder)) {
    for (const line of markedLines(committed.read(path) ?? '')) {
      const tag = tagIn(line);
      if (tag === undefined) continue;
      const known = tags.get(line.policy) ?? new Set();
      tags.set(line.policy, known.add(tag));
    }
  }
  const agreed = [...tags].filter(([, found]) => found.size === 1);
  return new Map(agreed.flatMap(([policy, found]) => [...found].map((tag) => [policy, tag])));
}
