import type { Evidence } from './evidence.ts';
import type { Outcome } from './outcome.ts';

/** One line of the checklist. */
export interface Check {
  readonly id: string;
  /** What holds if it passes. */
  readonly title: string;
  /** Whether it needs a running cluster. */
  readonly part: 'offline' | 'live';
  look(evidence: Evidence): Outcome | Promise<Outcome>;
}

/** A check and what became of it. */
export interface Checked extends Pick<Check, 'id' | 'title' | 'part'> {
  readonly outcome: Outcome;
}

/** Asks every check, in their order; those of a cluster only where one was asked. */
export async function verifyEvidence(
  evidence: Evidence,
  checks: readonly Check[],
): Promise<readonly Checked[]> {
  const asked = checks.filter(({ part }) => part === 'offline' || evidence.live !== undefined);
  const found: Checked[] = [];
  for (const check of asked) {
    const { id, title, part } = check;
    found.push({ id, title, part, outcome: await check.look(evidence) });
  }
  return found;
}
