import type { Checked } from '../check.ts';

/** The version of the JSON form. */
const version = 1;

/** A checklist for machines. */
export function renderJson(checked: readonly Checked[]): string {
  const all = checked.map(({ id, title, part, outcome }) => ({ id, title, part, ...outcome }));
  const status = checked.some(({ outcome }) => outcome.status === 'fail') ? 'fail' : 'pass';
  return JSON.stringify({ version, status, checks: all }, null, 2);
}
