import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Location } from '../core/index.ts';
import { locate, type Synthesis } from '../synth/index.ts';
import { judgementOf } from './judgement-of.ts';
import { judgementsFile, readJudgements } from './judgements.ts';
import { provenanceFile, readEntries } from './plan/provenance.ts';
import { replaceFile } from './replace-file.ts';
import { placeInSource } from './source-maps.ts';

/**
 * Notes beside a tree, outside of Git, where each of its files comes from and how its clusters are to
 * be judged. Without the notes nothing fails: plans and validation then say less, or more.
 *
 * @param isWhole whether the tree is all of the fleet; else what is known of other files stays
 */
export function writeProvenance(
  root: string,
  { tree, provenance, clusters }: Pick<Synthesis, 'tree' | 'provenance' | 'clusters'>,
  { cwd, isWhole }: { readonly cwd: string; readonly isWhole: boolean },
): void {
  const sources = new Map<string, string>();
  const sourceOf = (place: Location): string | undefined => {
    const { file, line = 1, column = 1 } = place;
    if (file === undefined) return undefined;
    const key = `${file}:${line}:${column}`;
    const known = sources.get(key);
    if (known !== undefined) return known;
    const mapped = placeInSource(place, cwd);
    const source = `${mapped.file ?? file}:${mapped.line ?? line}`;
    sources.set(key, source);
    return source;
  };
  const entries = isWhole ? {} : { ...readEntries(root) };
  for (const [file, construct] of provenance) {
    const place = locate(construct);
    const source = sourceOf(place);
    entries[file] = {
      hash: blobName(tree.get(file) ?? ''),
      construct: construct.node.path,
      ...(source !== undefined && { source }),
    };
  }
  note(provenanceFile(root), entries);
  note(judgementsFile(root), {
    ...(isWhole ? {} : readJudgements(root)),
    ...Object.fromEntries(
      clusters.map(({ cluster }) => [cluster.node.id, judgementOf(cluster, cwd)]),
    ),
  });
}

function note(file: string, content: object): void {
  const text = JSON.stringify(content);
  try {
    if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
    const folder = path.dirname(file);
    mkdirSync(folder, { recursive: true });
    // Lines of the program that move change nothing that is committed.
    writeFileSync(path.join(folder, '.gitignore'), '*\n');
    replaceFile(file, text);
  } catch {
    // A tree that was written is not taken back for a note about it.
  }
}

function blobName(text: string): string {
  const content = Buffer.from(text, 'utf8');
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
