import type { JsonObject, Manifest } from '../../kubernetes/index.ts';
import { runProgram } from '../process/index.ts';
import { type ClusterProblem, problemIn } from './problem.ts';

/** Which cluster, in the words of kubectl; by default what the person's kubeconfig says. */
export interface ClusterAccess {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
}

/** An answer, or why there is none. */
export type Answer<T> = { readonly value: T } | { readonly problem: ClusterProblem };

/** The longest that the API server may take for one answer. */
const requestTimeout = 60;
/** The most bytes that an answer may have. */
const largest = 64 * 1024 * 1024;

/**
 * Runs kubectl, which knows all ways in which people log in. Objects go in by standard input: their
 * secrets are in no argument, no file and no cache.
 */
export class Kubectl {
  readonly #access: readonly string[];
  readonly #env: NodeJS.ProcessEnv;

  constructor({ kubeconfig, context }: ClusterAccess, env: NodeJS.ProcessEnv) {
    this.#env = env;
    this.#access = [
      ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
      ...(context === undefined ? [] : [`--context=${context}`]),
    ];
  }

  /** The text that kubectl prints. */
  async text(args: readonly string[], input?: string): Promise<Answer<string>> {
    const all = [...args, `--request-timeout=${requestTimeout}s`, ...this.#access];
    const run = await runProgram('kubectl', all, {
      env: this.#env,
      output: largest,
      // It asks several times by itself.
      time: 3 * requestTimeout * 1000,
      ...(input !== undefined && { input }),
    });
    if ('output' in run) return { value: run.output.toString('utf8') };
    if (run.isMissing) {
      return { problem: { kind: 'other', message: 'kubectl is not installed' } };
    }
    return { problem: problemIn(run.errors, `it ${run.problem}`) };
  }

  /** The objects that kubectl prints for those that it reads. */
  async objects(args: readonly string[], input: readonly object[]): Promise<Answer<Manifest[]>> {
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: input });
    const answer = await this.text([...args, '--filename=-', '--output=json'], list);
    return 'problem' in answer ? answer : parsed(answer.value);
  }
}

function parsed(text: string): Answer<Manifest[]> {
  if (text.trim() === '') return { value: [] };
  try {
    return { value: documentsIn(text).flatMap(itemsOf) };
  } catch {
    return { problem: { kind: 'other', message: 'its answer is no JSON' } };
  }
}

/** Some commands print one document after the other, and each ends with a brace of its own line. */
function documentsIn(text: string): JsonObject[] {
  return text
    .split(/(?<=^\})\n(?=\{)/m)
    .filter((each) => each.trim() !== '')
    .map((each) => JSON.parse(each) as JsonObject);
}

function itemsOf(document: JsonObject): readonly Manifest[] {
  const { items } = document as { readonly items?: readonly Manifest[] };
  return document['kind'] === 'List' ? (items ?? []) : [document as unknown as Manifest];
}
