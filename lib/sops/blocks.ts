import { errorAt } from '../core/index.ts';
import { textOf } from './metadata.ts';
import type { Warn } from './result.ts';
import { placeOf } from './source.ts';
import { type Block, type Document, leavesOf } from './tree.ts';

/**
 * Reports sops blocks of a stream that are missing or not all the same. sops itself reads the first
 * alone; kustomize takes the documents apart, and Flux decrypts each by its own block.
 */
export function checkBlocks(document: Document, report: Warn): void {
  const { source, blocks, branches } = document;
  const [first, ...others] = blocks;
  if (first === undefined) return;
  const wanted = fieldsOf(document, first);
  for (const block of others) {
    const own = fieldsOf(document, block);
    const different = [...new Set([...wanted.keys(), ...own.keys()])].filter(
      (name) => wanted.get(name) !== own.get(name),
    );
    if (different.length === 0) continue;
    const names = different.map((name) => JSON.stringify(name)).join(', ');
    const at = placeOf(source, block.branch.span.start, 'sops');
    const message = `the sops block differs from that of the first document in ${names}`;
    report(errorAt('sops-metadata', at, message));
  }
  const starts = blocks.map(({ branch }) => branch.span.start);
  for (const [index, { items, span }] of branches.entries()) {
    const end = branches[index + 1]?.span.start ?? Infinity;
    const hasBlock = starts.some((start) => span.start <= start && start < end);
    if (hasBlock || !items.some(({ kind }) => kind === 'entry')) continue;
    const message = 'a document has no sops block, and the others have';
    report(errorAt('sops-metadata', placeOf(source, span.start), message));
  }
}

/** What each entry of a block says, in a form to compare. */
function fieldsOf({ source }: Document, { branch }: Block): Map<string, string> {
  const fields = new Map<string, string>();
  for (const { node, field, path } of leavesOf({ source, branches: [branch], blocks: [] })) {
    if (node.kind === 'comment') continue;
    const name = path[0] ?? '';
    const text = `${field} ${node.plain?.type ?? 'null'} ${textOf(node)}`;
    fields.set(name, `${fields.get(name) ?? ''}${text}\n`);
  }
  return fields;
}
