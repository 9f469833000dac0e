import type { Validation } from '../validate.ts';

/** Findings for programs. */
export function renderJson(clusters: readonly Validation[]): string {
  return JSON.stringify({ version: 1, clusters }, null, 2);
}
