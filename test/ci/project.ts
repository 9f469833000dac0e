/** A program with two branches and the repositories of a forge, for jobs that run on them. */
import { chmodSync, cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { onTestFinished } from 'vitest';
import { checkout } from '../../tools/process.ts';
import { recipient } from '../support/ciphertext.ts';
import { temporaryFolder } from '../support/folder.ts';
import { startForge } from '../support/forge.ts';
import { git } from '../support/publishing.ts';
import { writeFile } from '../support/tree.ts';

/** A Secret that nobody encrypted. */
export const plaintext =
  'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData: { a: hunter2 }\n';

/** What may read and write over HTTP. */
export const token = 'forge-token-7d1f';

const main = (greeting: string): string => `
import { ApiObject } from 'cdk8s';
import { AppChart, Cluster, Environment, run } from 'sluice';
run((fleet) => {
  const source = { url: 'https://github.com/example/manifests', branch: 'main' };
  for (const [name, environment] of [['home', Environment.production], ['lab', Environment.development]]) {
    const cluster = new Cluster(fleet, name, { environment, domain: 'a.example', kubernetes: '1.34', source });
    const app = new AppChart(cluster, 'shop', { namespace: 'shop' });
    new ApiObject(app, 'greeting', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: ${greeting} } });
  }
  fleet.publishFrom({ develop: ['development'], main: ['production'] });
});
`;

/** A double of npm: what it would install is linked to what the tests have. */
const npm = (modules: string): string => `#!/bin/sh
[ "$1" = ci ] || { echo "the double of npm knows only ci" >&2; exit 1; }
cp -R ${modules} node_modules
`;

/** A repository of a program, and the bare one that it is published to. */
export class Project {
  readonly #root: string;
  /** Where the bare repositories are, by their names. */
  readonly forge: string;
  /** The working copy of somebody who develops. */
  readonly program: string;
  /** Serves the repositories to who has the token. */
  readonly url: string;

  private constructor(root: string, url: string) {
    this.#root = root;
    this.url = url;
    this.forge = join(root, 'forge');
    this.program = join(root, 'program');
  }

  static async create(finished: typeof onTestFinished): Promise<Project> {
    const root = temporaryFolder(finished);
    const { url } = await startForge(join(root, 'forge'), token, finished);
    const project = new Project(root, url);
    project.#writePrograms();
    for (const name of ['fleet', 'manifests']) {
      mkdirSync(join(project.forge, 'example'), { recursive: true });
      git(root, 'init', '-q', '--bare', '-b', 'main', project.repository(name));
    }
    for (const folder of ['program', 'seed']) {
      git(root, 'init', '-q', '-b', 'main', join(root, folder));
    }
    project.change({ 'README.md': 'By hand' }, 'main', join(root, 'seed'), 'manifests');
    cpSync(join(checkout, 'ci'), join(project.program, 'ci'), { recursive: true });
    const program = {
      'package.json': '{ "type": "module", "private": true }',
      'cdk8s.yaml': 'language: typescript\napp: node main.mjs\n',
      '.gitignore': 'node_modules/\ndist/\n.sluice/\n',
      '.sops.yaml': `creation_rules:\n  - path_regex: \\.sops\\.\n    age: ${recipient}\n`,
      'main.mjs': main("'hello'"),
    };
    const first = project.change(program);
    git(project.program, 'push', '-q', project.repository('fleet'), `${first}:refs/heads/develop`);
    return project;
  }

  /** The bare repository of a name. */
  repository(name: string): string {
    return join(this.forge, 'example', `${name}.git`);
  }

  /** The address to which jobs publish. */
  get manifests(): string {
    return `${this.url}/example/manifests.git`;
  }

  /** What a job finds in its environment beside what the forge sets. */
  get env(): NodeJS.ProcessEnv {
    const path = `${join(this.#root, 'bin')}:${process.env['PATH'] ?? ''}`;
    return { PATH: path, HOME: this.#root, TSX_DISABLE_CACHE: '1', NO_COLOR: '1' };
  }

  /** A new empty folder for a job. */
  workspace(name: string): string {
    const folder = join(this.#root, 'jobs', name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** A commit on a branch, which begins at main, pushed; gives the commit. */
  change(
    files: Readonly<Record<string, string>>,
    branch = 'main',
    folder = this.program,
    repository = 'fleet',
  ): string {
    if (git(folder, 'symbolic-ref', '--short', 'HEAD') !== branch) {
      git(folder, 'switch', '-q', '-C', branch);
    }
    for (const [name, text] of Object.entries(files)) writeFile(folder, name, text);
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', `Change ${Object.keys(files).join(', ')}`);
    git(folder, 'push', '-q', '--force', this.repository(repository), branch);
    return git(folder, 'rev-parse', 'HEAD');
  }

  /** The same with another greeting; an expression of JavaScript. */
  greet(greeting: string, branch?: string): string {
    return this.change({ 'main.mjs': main(greeting) }, branch);
  }

  /** What a branch of a repository has at a path. */
  read(repository: string, path: string, branch = 'main'): string {
    return git(this.repository(repository), 'show', `${branch}:${path}`);
  }

  /** The subjects of the commits of a branch, the newest first. */
  subjects(repository: string, branch = 'main'): string[] {
    return git(this.repository(repository), 'log', '--format=%s', branch).split('\n');
  }

  #writePrograms(): void {
    const modules = join(this.#root, 'modules');
    mkdirSync(join(modules, '.bin'), { recursive: true });
    symlinkSync(checkout, join(modules, 'sluice'));
    symlinkSync(join(checkout, 'bin/sluice.mjs'), join(modules, '.bin/sluice'));
    symlinkSync(join(checkout, 'node_modules/.bin/cdk8s'), join(modules, '.bin/cdk8s'));
    for (const name of ['cdk8s', 'constructs', 'tsx']) {
      symlinkSync(join(checkout, 'node_modules', name), join(modules, name));
    }
    this.addProgram('npm', npm(modules));
  }

  /** A program that jobs find in their PATH. */
  addProgram(name: string, text: string): void {
    writeFile(this.#root, `bin/${name}`, text);
    chmodSync(join(this.#root, 'bin', name), 0o755);
  }
}
