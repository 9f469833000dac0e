/** Packages of Flux itself, for tests that compare with them (tools/programs/flux-check). */
import { program } from '../../tools/programs.ts';
import { run } from '../../tools/run.ts';

export type FluxAnswer<Result> = { readonly result: Result } | { readonly error: string };

/** Asks one of the checks many questions at once. */
export async function askFlux<Result>(
  check: 'envsubst' | 'substitute' | 'ignore' | 'glob' | 'template',
  questions: readonly unknown[],
): Promise<FluxAnswer<Result>[]> {
  const lines = questions.map((question) => JSON.stringify(question));
  const output = await run(await program('flux-check'), [check], {
    input: `${lines.join('\n')}\n`,
  });
  const answers = output.trim().split('\n');
  if (answers.length !== questions.length) throw new Error('flux-check did not answer all');
  return answers.map((answer) => JSON.parse(answer) as FluxAnswer<Result>);
}
