/**
 * A double of GitHub's runner: it runs the steps of committed workflows as they are written. Four actions are
 * doubles too, which do to the folder of the job what the real ones would: checkout, setup-node,
 * upload-artifact and download-artifact.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { checkout } from '../../tools/process.ts';
import { git } from '../support/publishing.ts';
import { type Project, token } from './project.ts';
import { type JobOutcome, runShell } from './shell.ts';

type Settings = Readonly<Record<string, string>>;

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Settings;
}

interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly env?: Settings;
  readonly outputs?: Settings;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly env?: Settings;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

/** What expressions may ask for: github, vars, secrets. */
export type Context = Readonly<Record<string, unknown>>;

/** What the runner sets in each step. */
export interface Run {
  readonly context: Context;
  /** The variables that come from the event: GITHUB_REF_NAME and so on. */
  readonly env: Settings;
  /** The commit to check out, and the name that the checkout then has; none where it is detached. */
  readonly commit: string;
  readonly branch?: string;
}

/** Runs the jobs of a workflow, or those that are named; those that are skipped are not in the result. */
export async function runWorkflow(
  project: Project,
  name: string,
  event: Run,
  only?: readonly string[],
): Promise<Record<string, JobOutcome>> {
  const text = readFileSync(join(checkout, '.github/workflows', name), 'utf8');
  const workflow = parse(text) as Workflow;
  const done: Record<string, JobOutcome> = {};
  const needs: Record<string, unknown> = {};
  for (const [id, job] of Object.entries(workflow.jobs)) {
    const context = { ...event.context, needs };
    const waits = job.needs !== undefined && done[job.needs]?.code !== 0;
    if (waits || only?.includes(id) === false || !evaluate(job.if ?? 'true', context)) continue;
    const running = new RunningJob(project, { ...event, context }, workflow, job, id);
    done[id] = await running.run();
    needs[id] = { outputs: running.outputs };
  }
  return done;
}

class RunningJob {
  readonly #project: Project;
  readonly #event: Run;
  readonly #workflow: Workflow;
  readonly #job: Job;
  readonly #workspace: string;
  readonly #temporary: string;
  readonly #steps: Record<string, { outputs: Record<string, string> }> = {};

  constructor(project: Project, event: Run, workflow: Workflow, job: Job, id: string) {
    this.#project = project;
    this.#event = event;
    this.#workflow = workflow;
    this.#job = job;
    this.#workspace = project.workspace(id);
    this.#temporary = project.workspace(`${id}-temporary`);
  }

  get outputs(): Settings {
    return this.#resolve(this.#job.outputs);
  }

  async run(): Promise<JobOutcome> {
    let output = '';
    for (const step of this.#job.steps) {
      if (!evaluate(step.if ?? 'true', this.#context)) continue;
      if (step.uses !== undefined) this.#use(step.uses, step.with ?? {});
      if (step.run === undefined) continue;
      const { code, stdout, stderr } = await this.#shell(step);
      output += `$ ${step.run}\n${stdout}${stderr}`;
      if (code !== 0) return { code, output };
    }
    return { code: 0, output };
  }

  get #context(): Context {
    return { ...this.#event.context, steps: this.#steps };
  }

  #resolve(settings: Readonly<Record<string, unknown>> = {}): Record<string, string> {
    return Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [key, fill(String(value), this.#context)]),
    );
  }

  async #shell({ id, run = '', env }: Step) {
    const script = join(this.#temporary, 'step.sh');
    const outputs = join(this.#temporary, 'outputs');
    writeFileSync(script, run);
    writeFileSync(outputs, '');
    // https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax: defaults.run.shell
    const named = this.#workflow.defaults?.run?.shell === 'bash';
    const options = named ? ['--noprofile', '--norc', '-eo', 'pipefail'] : ['-e'];
    const outcome = await runShell(['bash', ...options, script], this.#workspace, {
      ...this.#project.env,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'example/fleet',
      GITHUB_OUTPUT: outputs,
      ...this.#event.env,
      ...this.#resolve(this.#workflow.env),
      ...(this.#workflow.env?.['MANIFESTS'] && { MANIFESTS: this.#project.manifests }),
      ...this.#resolve(this.#job.env),
      ...this.#resolve(env),
    });
    if (id !== undefined) this.#steps[id] = { outputs: readOutputs(outputs) };
    return outcome;
  }

  #use(uses: string, settings: Readonly<Record<string, unknown>>): void {
    const given = this.#resolve(settings);
    const artifact = join(dirname(this.#project.program), 'artifacts', given['name'] ?? '');
    const path = join(this.#workspace, given['path'] ?? '');
    const [action = ''] = uses.split('@');
    if (action === 'actions/checkout') return this.#checkOut(path, given);
    if (action === 'actions/setup-node') return;
    if (action === 'actions/upload-artifact') {
      cpSync(path, join(artifact, basename(path)), { recursive: true });
    } else if (action === 'actions/download-artifact') {
      cpSync(artifact, path, { recursive: true });
    } else {
      throw new Error(`there is no double of ${action}`);
    }
  }

  #checkOut(folder: string, given: Settings): void {
    mkdirSync(folder, { recursive: true });
    const workflowToken = fill('${{ github.token }}', this.#context);
    const name = (given['repository'] ?? 'example/fleet').replace('example/', '');
    const isOther = name !== 'fleet';
    if (isOther && given['token'] !== token) throw new Error(`${name} is not found`);
    const commit = given['ref'] ?? (isOther ? 'main' : this.#event.commit);
    const [depth, refs] =
      given['fetch-depth'] === '0'
        ? [[], ['+refs/heads/*:refs/remotes/origin/*', commit]]
        : [['--depth=1'], [commit]];
    git(folder, 'init', '-q', '-b', 'unborn');
    git(folder, 'remote', 'add', 'origin', `${this.#project.url}/example/${name}.git`);
    const basic = Buffer.from(`x-access-token:${given['token'] ?? workflowToken}`).toString(
      'base64',
    );
    git(folder, 'config', 'http.extraheader', `Authorization: Basic ${basic}`);
    // The forge answers in this process, which waits for Git, so what is fetched comes from the disk.
    git(folder, 'fetch', '-q', ...depth, `file://${this.#project.repository(name)}`, ...refs);
    const branch = isOther ? commit : given['ref'] === undefined ? this.#event.branch : undefined;
    const head = git(folder, 'rev-parse', isOther ? `origin/${commit}` : commit);
    git(folder, 'checkout', '-q', ...(branch ? ['-B', branch, head] : ['--detach', head]));
    if (given['persist-credentials'] === 'false') {
      git(folder, 'config', '--unset-all', 'http.extraheader');
    }
  }
}

/** A text with its `${{ }}` replaced. */
function fill(text: string, context: Context): string {
  return text.replace(/\$\{\{(.+?)\}\}/g, (_, expression: string) =>
    textOf(evaluate(expression, context)),
  );
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new Error('the double writes only texts and numbers into a text');
}

/** The few expressions that the workflows have: paths, texts, `==`, `!=` and `&&`. */
function evaluate(expression: string, context: Context): unknown {
  const parts = expression.split('&&');
  if (parts.length > 1) return parts.every((part) => evaluate(part, context));
  const found = /^(.+?)\s*([!=]=)\s*(.+)$/s.exec(expression.trim());
  if (found === null) return valueOf(expression.trim(), context);
  const [left, operator, right] = found.slice(1) as [string, string, string];
  return (valueOf(left, context) === valueOf(right, context)) === (operator === '==');
}

function valueOf(word: string, context: Context): unknown {
  if (word === 'true') return true;
  const text = /^'(.*)'$/.exec(word)?.[1];
  if (text !== undefined) return text;
  if (!/^[\w.-]+$/.test(word)) throw new Error(`the double cannot evaluate ${word}`);
  return word
    .split('.')
    .reduce<unknown>((value, key) => (value as Context | undefined)?.[key] ?? '', context);
}

function readOutputs(file: string): Record<string, string> {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
}
