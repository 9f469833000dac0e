import type { Finding, Location } from '../core/index.ts';
import type { KustomizationSpec } from '../flux/index.ts';
import { ObjectLines } from '../kubernetes/index.ts';
import type { Complaint } from './rule.ts';
import type { Subject } from './subject.ts';

/** Where people change what stands in a file of a tree. */
export interface Origin {
  /** Path of the construct that makes it. */
  readonly construct: string;
  /** `file:line` in the program, where a person's code made the construct. */
  readonly source?: string;
}

/** The files of a tree. */
export interface TreeFiles {
  /** The text of a file of the tree; undefined where there is none. */
  readonly textOf: (file: string) => string | undefined;
  /** The YAML files of a folder and those below, by their paths; asked only where something is found. */
  readonly filesIn?: (folder: string) => readonly string[];
  /** The files that the build of a Kustomization of the tree reads; asked where objects do not say. */
  readonly filesRead?: (spec: Partial<KustomizationSpec>) => readonly string[];
  /** Where a file of the tree comes from. */
  readonly originOf?: (file: string) => Origin | undefined;
}

/** A place in the tree or, where that is known, in the program; then the other is related. */
export interface Place {
  readonly location: Location;
  readonly related: readonly Location[];
}

/** Finds where complaints are to be mended. A file is read for its lines once, and only when asked. */
export class Places {
  readonly #files: TreeFiles;
  readonly #lines = new Map<string, ObjectLines | undefined>();
  readonly #found = new Map<Subject, string | undefined>();

  constructor(files: TreeFiles) {
    this.#files = files;
  }

  /** The place of a complaint. */
  of(complaint: Complaint): Place {
    return this.#inProgram(this.#inTree(complaint));
  }

  /** What the offline Flux says, with the line and the construct. */
  withPlace(finding: Finding, subject: Subject | undefined): Finding {
    const { location } = finding;
    if (subject === undefined || location.line !== undefined) return finding;
    const isPlain = /^[\w.]+$/.test(location.field ?? '');
    const at = isPlain ? subject.field(...(location.field ?? '').split('.')) : undefined;
    const place = this.of({ subject, message: '', ...(at && { at }) });
    const related = [...(finding.related ?? []), ...place.related];
    return {
      ...finding,
      location: { ...location, ...place.location },
      ...(related.length > 0 && { related }),
    };
  }

  #inTree({ subject, at, place }: Complaint): Location {
    if (place !== undefined) return place;
    // What a chart or a template makes stands in no file; where it is mended, does.
    const isWritten = subject.owner.kind === 'Kustomization';
    const written = isWritten ? subject : subject.owner.subject;
    const file = written && (written.file ?? this.#search(written));
    if (written === undefined || file === undefined) return {};
    const path = isWritten ? (at?.path ?? []) : [];
    const line = this.#linesOf(file)?.of({ ...written.id, path });
    return { file, ...(line !== undefined && { line }) };
  }

  #inProgram(place: Location): Place {
    const origin = place.file === undefined ? undefined : this.#files.originOf?.(place.file);
    if (origin === undefined) return { location: place, related: [] };
    const { construct } = origin;
    const [, file, line] = /^(.+):(\d+)$/.exec(origin.source ?? '') ?? [];
    if (file === undefined) return { location: { construct, ...place }, related: [] };
    return { location: { construct, file, line: Number(line) }, related: [place] };
  }

  #linesOf(file: string): ObjectLines | undefined {
    if (!this.#lines.has(file)) {
      const text = this.#files.textOf(file);
      this.#lines.set(file, text === undefined ? undefined : new ObjectLines(text));
    }
    return this.#lines.get(file);
  }

  /** The only file that has an object of this kind and name: kustomize does not say from where it took it. */
  #search(subject: Subject): string | undefined {
    if (!this.#found.has(subject)) this.#found.set(subject, this.#searchAnew(subject));
    return this.#found.get(subject);
  }

  #searchAnew({ folder, id }: Subject): string | undefined {
    if (folder === undefined) return undefined;
    // A base is elsewhere; a name that others have as well is looked for nearby first.
    for (const each of [folder, '']) {
      const files = (this.#files.filesIn?.(each) ?? []).filter((file) => {
        const text = this.#files.textOf(file) ?? '';
        const mayHold = text.includes(`kind: ${id.kind}`) && text.includes(`name: ${id.name}`);
        return mayHold && this.#linesOf(file)?.has(id) === true;
      });
      if (files.length > 0) return files.length === 1 ? files[0] : undefined;
    }
    return undefined;
  }
}
