/** Comments by which image-automation-controller knows what to write where. */
import { ObjectLines } from '../kubernetes/index.ts';
import type { Subject } from './subject.ts';
import type { Subjects } from './subjects.ts';

/** A marker in a file. */
export interface Marker {
  /** The object that it stands in; of a file without objects, one of those that it lists. */
  readonly subject: Subject;
  readonly place: { readonly file: string; readonly line: number };
  /** `<namespace>:<name>`, and `:tag`, `:name` or `:digest`. */
  readonly policy: string;
  /** The key that the line sets. */
  readonly key: string;
}

const marker = /^(.*)#\s*\{\s*"\$imagepolicy"\s*:\s*"([^"]*)"\s*\}/;
const field = /^\s*(?:-\s+)?["']?([\w.-]+)["']?\s*:/;

/**
 * The markers in the files of all objects, in the kustomization.yaml beside each, and in all that a
 * build reads of whose objects it is not known where they stand.
 */
export function markersOf(cluster: Subjects): readonly Marker[] {
  return cluster.once(markersOf, () => [...search(cluster)]);
}

function* search(cluster: Subjects): Generator<Marker> {
  const seen = new Set<string>();
  const isNew = (file: string): boolean => {
    const before = seen.size;
    return seen.add(file).size > before;
  };
  const byFile = new Map<string, [Subject, ...Subject[]]>();
  for (const subject of cluster.all) {
    const { file, owner } = subject;
    if (file === undefined || owner.kind !== 'Kustomization') continue;
    const known = byFile.get(file);
    if (known === undefined) byFile.set(file, [subject]);
    else known.push(subject);
  }
  for (const [path, objects] of byFile) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    for (const file of [path, `${folder}kustomization.yaml`].filter(isNew)) {
      yield* markersIn(file, cluster, objects);
    }
  }
  for (const { objects, source, spec } of cluster.kustomizations) {
    const [first, ...others] = objects;
    if (source !== cluster.rootSource || first === undefined) continue;
    if (objects.every(({ file }) => file !== undefined)) continue;
    for (const file of cluster.filesRead(spec).filter(isNew)) {
      yield* markersIn(file, cluster, [first, ...others]);
    }
  }
}

function* markersIn(
  file: string,
  { textOf }: Subjects,
  objects: readonly [Subject, ...Subject[]],
): Generator<Marker> {
  const text = /\.ya?ml$/.test(file) ? textOf(file) : undefined;
  if (text?.includes('$imagepolicy') !== true) return;
  const starts = startsIn(text, objects);
  for (const [index, line] of text.split('\n').entries()) {
    const [, before = '', policy] = marker.exec(line) ?? [];
    if (policy === undefined) continue;
    const [, key = ''] = field.exec(before) ?? [];
    const subject = starts.findLast(({ start }) => start <= index + 1)?.subject ?? objects[0];
    yield { subject, place: { file, line: index + 1 }, policy, key };
  }
}

/** The objects that stand in a text with their first lines, from above. */
function startsIn(
  text: string,
  objects: readonly Subject[],
): readonly { readonly subject: Subject; readonly start: number }[] {
  const lines = new ObjectLines(text);
  return objects
    .flatMap((subject) => {
      const start = lines.has(subject.id) ? lines.of(subject.id) : undefined;
      return start === undefined ? [] : [{ subject, start }];
    })
    .toSorted((a, b) => a.start - b.start);
}
