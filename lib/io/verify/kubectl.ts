import { runProgram } from '../process/index.ts';

/** How long the API server may take for one answer. */
const timeout = '60s';
const limits = { time: 300_000, output: 256 * 1024 * 1024 };

/** What kubectl printed, or why it did not. */
export type Printed = { readonly text: string } | { readonly problem: string };

/** Asks one cluster, with the kubeconfig and the rights of its user. Nothing that it is asked changes anything. */
export class Kubectl {
  readonly #context: string | undefined;
  readonly #env: NodeJS.ProcessEnv;

  /** @param context of the kubeconfig; by default its current one */
  constructor(context: string | undefined, env: NodeJS.ProcessEnv) {
    this.#context = context;
    this.#env = env;
  }

  /** @param input what it reads from standard input: secrets are not for arguments */
  async ask(args: readonly string[], input?: string): Promise<Printed> {
    const context = this.#context === undefined ? [] : [`--context=${this.#context}`];
    const all = [...args, `--request-timeout=${timeout}`, ...context];
    const more = input === undefined ? {} : { input };
    const run = await runProgram('kubectl', all, { env: this.#env, ...limits, ...more });
    if ('output' in run) return { text: run.output.toString('utf8') };
    if (run.isMissing) return { problem: 'kubectl is not installed' };
    return { problem: lastLine(run.errors) || `kubectl ${run.problem}` };
  }

  /** The objects of an answer that is JSON: one, or those of a list. */
  async objects(args: readonly string[], input?: string): Promise<Objects> {
    const printed = await this.ask([...args, '--output=json'], input);
    if ('problem' in printed) return printed;
    // With --ignore-not-found, nothing is printed where nothing is there.
    if (printed.text.trim() === '') return { objects: [] };
    try {
      const read = JSON.parse(printed.text) as { readonly items?: readonly object[] };
      return { objects: read.items ?? [read] };
    } catch {
      return { problem: 'the answer of kubectl is no JSON' };
    }
  }

  /** The fields of each object that a JSONPath names; values must hold no tab. */
  async rows(args: readonly string[], fields: readonly string[], input?: string): Promise<Rows> {
    const columns = fields.map((each) => `{${each}}`).join('{"\\t"}');
    const path = `jsonpath={range .items[*]}${columns}{"\\n"}{end}`;
    const printed = await this.ask([...args, `--output=${path}`], input);
    if ('problem' in printed) return printed;
    const lines = printed.text.split('\n').filter((line) => line !== '');
    return { rows: lines.map((line) => line.split('\t')) };
  }
}

export type Objects = { readonly objects: readonly object[] } | { readonly problem: string };
export type Rows = { readonly rows: readonly (readonly string[])[] } | { readonly problem: string };

/** What kubectl says in the end; before it, plugins that log in may say anything. */
function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.slice(0, 500) ?? '';
}
