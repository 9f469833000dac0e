/**
 * Pipelines of GitLab, read by gitlab-ci-local: it knows GitLab's schema, `extends`, `rules` and variables. Which
 * jobs there are it says; what they do is run here, as GitLab's runner would in its shell.
 */
import { cpSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { nodeProgram } from '../../tools/node-programs.ts';
import { run } from '../../tools/run.ts';
import { temporaryFolder } from '../support/folder.ts';
import { git } from '../support/publishing.ts';
import { writeFile } from '../support/tree.ts';
import type { Project } from './project.ts';
import { type JobOutcome, runShell } from './shell.ts';

export type Variables = Readonly<Record<string, string>>;

interface Job {
  readonly variables?: Variables;
  readonly before_script?: readonly string[];
  readonly script: readonly string[];
  readonly artifacts?: { readonly paths?: readonly string[] };
}

interface Pipeline {
  readonly workflow?: { readonly rules: readonly unknown[] };
  readonly variables?: Variables;
}

/** A file of a pipeline, in a repository of its own on a branch. */
export class GitlabPipeline {
  readonly #folder: string;
  readonly #text: string;

  constructor(file: string, finished: typeof onTestFinished, branch = 'main') {
    this.#text = readFileSync(file, 'utf8');
    this.#folder = temporaryFolder(finished);
    git(this.#folder, 'init', '-q', '-b', branch);
    git(this.#folder, 'commit', '-q', '--allow-empty', '-m', 'Change it');
    git(this.#folder, 'remote', 'add', 'origin', 'git@gitlab.com:example/a.git');
    git(this.#folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    git(this.#folder, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  }

  /** What GitLab's schema finds wrong; nothing where the file is as it should be. */
  async problems(text = this.#text): Promise<string> {
    return this.#ask(text, ['--list-json']).then(
      () => '',
      (error: unknown) => String(error),
    );
  }

  /** The names of the jobs that a pipeline with these variables has. */
  async jobs(variables: Variables = {}): Promise<string[]> {
    // It leaves the rules of the workflow out, so they are asked as those of one more job.
    const pipeline = parse(this.#text) as Pipeline;
    const rules = pipeline.workflow?.rules ?? [{ when: 'on_success' }];
    const asked = { ...pipeline, 'the pipeline': { stage: '.pre', script: 'true', rules } };
    const args = Object.entries(variables).flatMap(([name, value]) =>
      value === '' ? ['--unset-variable', name] : ['--variable', `${name}=${value}`],
    );
    const answer = await this.#ask(stringify(asked), [
      '--list-json',
      '--json-schema-validation=false',
      '--ignore-predefined-vars=CI_PIPELINE_SOURCE,CI_PROJECT_ID,GITLAB_USER_LOGIN,CI_COMMIT_BRANCH,CI_COMMIT_MESSAGE',
      ...args,
    ]);
    const all = JSON.parse(answer) as { name: string; when: string }[];
    const [first, ...others] = all
      .filter(({ when }) => when !== 'never')
      .map(({ name }) => name)
      .sort((a) => (a === 'the pipeline' ? -1 : 0));
    return first === 'the pipeline' ? others : [];
  }

  /** The jobs as they are after `extends` and `default`. */
  async expanded(): Promise<Pipeline & Readonly<Record<string, Job>>> {
    const text = await this.#ask(this.#text, ['--preview', '--json-schema-validation=false']);
    return parse(text) as Pipeline & Readonly<Record<string, Job>>;
  }

  async #ask(text: string, args: readonly string[]): Promise<string> {
    writeFile(this.#folder, '.gitlab-ci.yml', text);
    const [node, entry] = await nodeProgram('gitlab-ci-local');
    const env = { PATH: process.env['PATH'], HOME: this.#folder, NO_COLOR: '1' };
    return run(node, [entry, ...args], { cwd: this.#folder, env });
  }
}

/** Runs one job in a folder that is checked out, and keeps its artifacts for those that come after it. */
export async function runJob(
  project: Project,
  job: Job,
  folder: string,
  variables: Variables,
  shell: 'bash' | 'sh' = 'bash',
): Promise<JobOutcome> {
  const artifacts = join(dirname(project.program), 'artifacts');
  cpSync(artifacts, folder, { recursive: true });
  const env: NodeJS.ProcessEnv = { ...project.env, CI: 'true', GITLAB_CI: 'true', ...variables };
  for (const [name, value] of Object.entries(job.variables ?? {})) {
    env[name] = value.replace(/\$(\w+)/g, (_, other: string) => variables[other] ?? '');
  }
  const lines = [...(job.before_script ?? []), ...job.script];
  const options = shell === 'bash' ? ['-eo', 'pipefail'] : ['-e'];
  const outcome = await runShell([shell, ...options, '-c', lines.join('\n')], folder, env);
  for (const path of job.artifacts?.paths ?? []) {
    if (outcome.code === 0) cpSync(join(folder, path), join(artifacts, path));
  }
  return { code: outcome.code, output: outcome.stdout + outcome.stderr };
}
