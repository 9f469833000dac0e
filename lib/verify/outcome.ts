import type { Location } from '../core/index.ts';

/** Something that a check found wrong. */
export interface Problem {
  /** What is wrong, in one sentence without a full stop at its end. */
  readonly message: string;
  readonly location: Location;
  /** How to mend it. */
  readonly remedy: string;
}

/** What became of a check. */
export type Outcome =
  | {
      readonly status: 'pass';
      /** What was looked at, such as `23 files`. */
      readonly counted: string;
      /** What was left out, and why. */
      readonly notes: readonly string[];
    }
  | {
      readonly status: 'fail';
      /** At least one. */
      readonly problems: readonly Problem[];
      /** What was left out, and why. */
      readonly notes: readonly string[];
    }
  | {
      readonly status: 'not checked';
      /** What is not at hand; at least one reason. */
      readonly why: readonly string[];
    };

/** Gathers what a check finds. What cannot be looked at never makes it pass alone, nor fail. */
export class Findings {
  readonly #problems: Problem[] = [];
  /** What is to be said, and of whom. */
  readonly #notes = new Map<string, Set<string>>();

  /** Something is wrong. */
  fail(message: string, remedy: string, location: Location = {}): void {
    this.#problems.push({ message, location, remedy });
  }

  /** Something was left out, or is worth a word; what holds for several is said once. */
  readonly note = (text: string, about = ''): void => {
    const known = this.#notes.get(text) ?? new Set();
    this.#notes.set(text, known.add(about));
  };

  /** @param counted what was looked at; undefined where nothing could be */
  outcome(counted: string | undefined): Outcome {
    const notes = [...this.#notes].map(([text, about]) => {
      const all = [...about].filter((each) => each !== '').join(', ');
      return all === '' ? text : `${all}: ${text}`;
    });
    if (this.#problems.length > 0) return { status: 'fail', problems: this.#problems, notes };
    if (counted !== undefined) return { status: 'pass', counted, notes };
    return { status: 'not checked', why: notes };
  }
}
