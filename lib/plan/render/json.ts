import type { Change, Plan } from '../plan.ts';

/** A change as it is published: without the objects themselves. */
export function published({
  before: _before,
  after: _after,
  recipients: _recipients,
  ...change
}: Change): Omit<Change, 'before' | 'after' | 'recipients'> {
  return change;
}

/** Integers beyond 2^53 have no number in JSON that all parsers read alike. */
export function printed(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

/**
 * A plan for machines, as docs/reference/plan.schema.json describes it.
 *
 * @returns text without a final newline
 */
export function renderJson({ version, clusters, stages }: Plan): string {
  const plan = {
    version,
    clusters: clusters.map(({ changes, ...cluster }) => ({
      ...cluster,
      changes: changes.map(published),
    })),
    stages,
  };
  return JSON.stringify(plan, printed, 2);
}
