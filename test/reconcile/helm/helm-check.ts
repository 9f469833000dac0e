/** Flux's own code for HelmReleases, asked by tests: tools/programs/helm-check. */
import type { JsonObject, JsonValue } from '../../../lib/kubernetes/index.ts';
import { program } from '../../../tools/programs.ts';
import { run } from '../../../tools/run.ts';

export interface Answer {
  readonly result: JsonValue;
  readonly error?: string;
}

/** Answers in the order of the questions; the program's comment says which there are. */
export async function askHelmController(questions: readonly JsonObject[]): Promise<Answer[]> {
  const input = questions.map((each) => `${JSON.stringify(each)}\n`).join('');
  const output = await run(await program('helm-check'), [], { input });
  const answers = output.trim().split('\n');
  if (answers.length !== questions.length) throw new Error('helm-check did not answer all');
  return answers.map((line) => JSON.parse(line) as Answer);
}
