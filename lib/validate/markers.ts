/** Comments by which image-automation-controller knows what to write where. */
import type { Subject } from './subject.ts';
import type { Subjects } from './subjects.ts';

/** A marker in a file. */
export interface Marker {
  /** An object of the file, or of those that it lists. */
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
  for (const subject of cluster.all) {
    if (subject.file === undefined || subject.owner.kind !== 'Kustomization') continue;
    const folder = subject.file.slice(0, subject.file.lastIndexOf('/') + 1);
    for (const file of [subject.file, `${folder}kustomization.yaml`].filter(isNew)) {
      yield* markersIn(file, cluster, () => subject);
    }
  }
  for (const { objects, source, spec } of cluster.kustomizations) {
    const [first] = objects;
    if (source !== cluster.rootSource || first === undefined) continue;
    if (objects.every(({ file }) => file !== undefined)) continue;
    for (const file of cluster.filesRead(spec).filter(isNew)) {
      yield* markersIn(file, cluster, (text) => objects.find((each) => isIn(text, each)) ?? first);
    }
  }
}

/** Whether an object seems to stand in a text. */
function isIn(text: string, { id }: Subject): boolean {
  return text.includes(`kind: ${id.kind}`) && text.includes(`name: ${id.name}`);
}

function* markersIn(
  file: string,
  { textOf }: Subjects,
  subjectOf: (text: string) => Subject,
): Generator<Marker> {
  const text = /\.ya?ml$/.test(file) ? textOf(file) : undefined;
  if (text?.includes('$imagepolicy') !== true) return;
  for (const [index, line] of text.split('\n').entries()) {
    const [, before = '', policy] = marker.exec(line) ?? [];
    if (policy === undefined) continue;
    const [, key = ''] = field.exec(before) ?? [];
    yield { subject: subjectOf(text), place: { file, line: index + 1 }, policy, key };
  }
}
