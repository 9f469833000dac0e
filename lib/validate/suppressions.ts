import type { Finding, Location } from '../core/index.ts';
import type { Subject } from './subject.ts';

/** What a person said about findings: that they are right as they are, and why. */
export interface Suppression {
  /** The construct whose objects are meant, and those of all below it. */
  readonly construct: string;
  readonly code: string;
  readonly reason: string;
  /** Where it was said. */
  readonly location: Location;
}

/** A finding that is not reported. */
export interface Suppressed extends Finding {
  readonly reason: string;
}

/** Annotations `allow.sluice.dev/<code>: <reason>` suppress in YAML that no program makes. */
const prefix = 'allow.sluice.dev/';

/** A suppression of either sort, and whether anything was suppressed by it. */
interface Entry {
  readonly code: string;
  readonly reason: string;
  readonly location: Location;
  isUsed: boolean;
}

/** All suppressions of a cluster. */
export class Suppressions {
  readonly taken: Suppressed[] = [];
  readonly #inProgram: readonly (Entry & { readonly construct: string })[];
  readonly #onObjects = new Map<Subject, readonly Entry[]>();

  constructor(inProgram: readonly Suppression[], subjects: readonly Subject[]) {
    this.#inProgram = inProgram.map((each) => ({ ...each, isUsed: false }));
    for (const subject of subjects) {
      const { annotations } = subject.shown.metadata;
      const own = Object.entries(annotations ?? {}).filter(([key]) => key.startsWith(prefix));
      if (own.length === 0) continue;
      const { file } = subject;
      const location = { object: subject.name, ...(file !== undefined && { file }) };
      this.#onObjects.set(
        subject,
        own.map(([key, reason]) => {
          const field = `metadata.annotations["${key}"]`;
          const code = key.slice(prefix.length);
          // A chart may render anything there.
          const text = typeof reason === 'string' ? reason : '';
          return { code, reason: text, location: { ...location, field }, isUsed: false };
        }),
      );
    }
  }

  /** Whether a finding is suppressed; it is kept then. */
  take(finding: Finding, subject: Subject | undefined): boolean {
    const { construct = '' } = finding.location;
    const entry =
      this.#inProgram.find(
        (each) => each.code === finding.code && isWithin(construct, each.construct),
      ) ?? this.#onObject(finding.code, subject);
    if (entry === undefined) return false;
    entry.isUsed = true;
    this.taken.push({ ...finding, reason: entry.reason });
    return true;
  }

  /** What an object or one of those that bring it is annotated with. */
  #onObject(code: string, subject: Subject | undefined): Entry | undefined {
    for (let each = subject; each; each = each.owner.subject) {
      const found = this.#onObjects.get(each)?.find((entry) => entry.code === code);
      if (found !== undefined) return found;
      if (each.owner.subject === each) return undefined;
    }
    return undefined;
  }

  /** A finding for each that suppressed nothing, unless its rule was not asked. */
  unused(skipped: ReadonlySet<string>): readonly Finding[] {
    const all = [...this.#inProgram, ...[...this.#onObjects.values()].flat()];
    return all
      .filter(({ isUsed, code }) => !isUsed && !skipped.has(code))
      .map(({ code, location }) => ({
        code: 'unused-suppression',
        severity: 'warning',
        message: `nothing here is ${code} any more`,
        location,
        hint: 'Remove the suppression.',
      }));
  }
}

function isWithin(construct: string, scope: string): boolean {
  return construct === scope || construct.startsWith(`${scope}/`);
}
