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

/** The markers in the files of all objects and in the kustomization.yaml beside each. */
export function markersOf(cluster: Subjects): readonly Marker[] {
  return cluster.once(markersOf, () => [...search(cluster)]);
}

function* search({ all, textOf }: Subjects): Generator<Marker> {
  const seen = new Set<string>();
  for (const subject of all) {
    if (subject.file === undefined || subject.owner.kind !== 'Kustomization') continue;
    const folder = subject.file.slice(0, subject.file.lastIndexOf('/') + 1);
    for (const file of [subject.file, `${folder}kustomization.yaml`]) {
      if (seen.has(file)) continue;
      seen.add(file);
      const text = textOf(file);
      if (text?.includes('$imagepolicy') !== true) continue;
      for (const [index, line] of text.split('\n').entries()) {
        const [, before = '', policy] = marker.exec(line) ?? [];
        if (policy === undefined) continue;
        const [, key = ''] = field.exec(before) ?? [];
        yield { subject, place: { file, line: index + 1 }, policy, key };
      }
    }
  }
}
