/**
 * What Flux's image controllers do: with the code of image-reflector-controller (tools/programs/policy-check),
 * and with the library of image-automation-controller (tools/programs/image-check).
 */
import type { TagPolicy } from '../../lib/index.ts';
import { program } from '../../tools/programs.ts';
import { run } from '../../tools/run.ts';

interface Answer {
  readonly result?: unknown;
  readonly error?: string;
}

async function ask(check: 'policy-check' | 'image-check', question: object): Promise<unknown> {
  const input = `${JSON.stringify(question)}\n`;
  const output = await run(await program(check), [], { input });
  const { result, error } = JSON.parse(output) as Answer;
  if (error !== undefined) throw new Error(error);
  return result;
}

/** The tag that a policy chooses. */
export async function latestTag(policy: TagPolicy, tags: readonly string[]): Promise<string> {
  return (await ask('policy-check', { ...policy, tags })) as string;
}

/** Images by `<namespace>:<name>` of their policies. */
export type SetImages = Readonly<Record<string, { readonly name: string; readonly tag: string }>>;

/** A file in which the setters of policies were set. */
export async function setImages(text: string, policies: SetImages): Promise<string> {
  return ((await ask('image-check', { text, policies })) as { text: string }).text;
}
