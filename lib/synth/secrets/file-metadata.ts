import { type Diagnostic, errorAt } from '../../core/index.ts';
import {
  emitYaml,
  type JsonObject,
  type JsonValue,
  type Manifest,
} from '../../kubernetes/index.ts';
import {
  appendJson,
  applyEdits,
  type Branch,
  type Document,
  type Edit,
  entriesOf,
  type Entry,
  findEntry,
  leavesOf,
  linesOf,
  readYaml,
  replaceScalar,
  str,
  textOf,
  yamlNotation,
} from '../../sops/inspect.ts';
import type { SecretFile } from './secret-file.ts';

/** What synth writes into the metadata of an encrypted file. */
type Wanted = Pick<Manifest['metadata'], 'name' | 'namespace' | 'labels' | 'annotations'>;

/**
 * The text of an encrypted file with the metadata of a manifest: as it was committed, but for the
 * values that must be others. Where the MAC protects those, that is reported.
 */
export function textWithMetadata(
  file: SecretFile,
  { metadata }: Manifest,
  report: (diagnostic: Diagnostic) => void,
): string {
  const { name, namespace, labels, annotations } = metadata;
  const wanted: Wanted = {
    name,
    ...(namespace !== undefined && { namespace }),
    ...(labels && { labels }),
    ...(annotations && { annotations }),
  };
  const { document } = file;
  const { text } = document.source;
  const [root] = document.branches;
  const changes = changedFields(file.manifest.metadata, wanted);
  if (root === undefined || changes.length === 0) return text;
  const changed = applyEdits(text, mergeEdits(document, root, { metadata: wanted }));
  const after = readYaml({ ...document.source, text: changed });
  if (!holds(after, ['metadata'], wanted)) throw new Error('the metadata was not written whole');
  if (file.metadata.macOnlyEncrypted && keepsCiphertext(file, after)) return changed;
  const message = `the file needs another ${changes.join(', ')}, which its MAC protects`;
  report(
    errorAt('changed-ciphertext', file.location, message, {
      hint: 'Encrypt it again: sluice secret encrypt leaves metadata out of the MAC. Or write them into the file first.',
    }),
  );
  return text;
}

function changedFields(from: Manifest['metadata'], to: Wanted): string[] {
  const maps = (['labels', 'annotations'] as const).flatMap((map) =>
    Object.entries(to[map] ?? {})
      .filter(([key, value]) => from[map]?.[key] !== value)
      .map(([key]) => `metadata.${map}["${key}"]`),
  );
  const names = (['name', 'namespace'] as const).filter(
    (field) => to[field] !== undefined && from[field] !== to[field],
  );
  return [...names.map((field) => `metadata.${field}`), ...maps];
}

/** Whether a document holds values below a path. */
function holds(document: Document, path: readonly string[], value: JsonValue): boolean {
  if (typeof value !== 'string') {
    return Object.entries(value as JsonObject).every(([key, item]) =>
      holds(document, [...path, key], item),
    );
  }
  const node = findEntry(document.branches, path)?.node;
  return node?.kind === 'scalar' && node.plain?.type === 'str' && textOf(node) === value;
}

/** Whether a changed document holds the same ciphertext at the same paths, and metadata in plain text. */
function keepsCiphertext({ document, isEncrypted }: SecretFile, changed: Document): boolean {
  const encryptedIn = (each: Document): string[] =>
    [...leavesOf(each)]
      .filter((leaf) => isEncrypted(leaf))
      .map(({ node, path }) => {
        const text = node.kind === 'comment' ? node.text : textOf(node);
        return JSON.stringify([path, text]);
      });
  const before = encryptedIn(document);
  const after = encryptedIn(changed);
  return before.length === after.length && before.every((each, index) => each === after[index]);
}

/** The edits that make a map of the document hold values, and leave all else in it. */
function mergeEdits(document: Document, branch: Branch, wanted: JsonObject): Edit[] {
  const missing: Record<string, JsonValue> = {};
  const edits = Object.entries(wanted).flatMap(([key, value]) => {
    const entry = entriesOf(branch).find((each) => each.key === key);
    if (entry !== undefined) return entryEdits(document, entry, value);
    missing[key] = value;
    return [];
  });
  return [...edits, ...additions(document, branch, missing)];
}

function entryEdits(document: Document, { node }: Entry, value: JsonValue): Edit[] {
  if (typeof value === 'string') {
    if (node.kind !== 'scalar') return [{ ...node.span, text: JSON.stringify(value) }];
    if (node.plain?.type === 'str' && textOf(node) === value) return [];
    return replaceScalar(node, yamlNotation.scalar(document, node, str(value)) ?? '');
  }
  if (node.kind === 'scalar') return replaceScalar(node, JSON.stringify(value));
  if (entriesOf(node).length === 0) return [{ ...node.span, text: JSON.stringify(value) }];
  return mergeEdits(document, node, value as JsonObject);
}

/** Further entries, at the end of a map that has some. */
function additions(document: Document, branch: Branch, missing: JsonObject): Edit[] {
  const { text } = document.source;
  const last = entriesOf(branch).at(-1);
  if (Object.keys(missing).length === 0 || last === undefined) return [];
  if (branch.flow) {
    return Object.entries(missing).map(([key, value]) =>
      appendJson(branch, text, key, JSON.stringify(value)),
    );
  }
  const at = linesOf(last, text).end;
  const lines = emitYaml(missing).replace(/^(?=.)/gm, ' '.repeat(branch.indent));
  return [{ start: at, end: at, text: `${text[at - 1] === '\n' ? '' : '\n'}${lines}` }];
}
