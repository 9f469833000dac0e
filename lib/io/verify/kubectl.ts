import type { Manifest } from '../../kubernetes/index.ts';
import type { Kubectl } from '../cluster/index.ts';

/** What kubectl printed, or why it did not. */
export type Printed = { readonly text: string } | { readonly problem: string };
export type Objects = { readonly answers: readonly Manifest[] } | { readonly problem: string };
export type Rows =
  | { readonly answers: readonly (readonly string[])[] }
  | { readonly problem: string };

/** @param input what kubectl reads from standard input: secrets are not for arguments */
export async function ask(
  kubectl: Kubectl,
  args: readonly string[],
  input?: string,
): Promise<Printed> {
  const answer = await kubectl.text(args, input);
  return 'problem' in answer ? { problem: answer.problem.message } : { text: answer.value };
}

/** The objects of an answer that is JSON: one, or those of a list. */
export async function askObjects(
  kubectl: Kubectl,
  args: readonly string[],
  input?: string,
): Promise<Objects> {
  const printed = await ask(kubectl, [...args, '--output=json'], input);
  if ('problem' in printed) return printed;
  // With --ignore-not-found, nothing is printed where nothing is there.
  if (printed.text.trim() === '') return { answers: [] };
  try {
    const read = JSON.parse(printed.text) as Manifest & { readonly items?: readonly Manifest[] };
    return { answers: read.items ?? [read] };
  } catch {
    return { problem: 'the answer of kubectl is no JSON' };
  }
}

/** The fields of each object that a JSONPath names, of a list; values must hold no tab. */
export async function askRows(
  kubectl: Kubectl,
  args: readonly string[],
  fields: readonly string[],
  input?: string,
): Promise<Rows> {
  const columns = fields.map((each) => `{${each}}`).join('{"\\t"}');
  const path = `jsonpath={range .items[*]}${columns}{"\\n"}{end}`;
  const printed = await ask(kubectl, [...args, `--output=${path}`], input);
  if ('problem' in printed) return printed;
  const lines = printed.text.split('\n').filter((line) => line !== '');
  return { answers: lines.map((line) => line.split('\t')) };
}
