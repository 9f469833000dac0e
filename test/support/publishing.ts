/** A program with one app, the bare repository that it is published to, and a Git that can fail. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { onTestFinished } from 'vitest';
import { temporaryFolder } from './folder.ts';
import { finish, type Outcome, sluiceCommand, start } from './sluice.ts';
import { writeFile } from './tree.ts';
import { isAlive, until } from './wait.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const person = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];

export function git(directory: string, ...args: string[]): string {
  return execFileSync('git', [...person, ...args], { cwd: directory, encoding: 'utf8' }).trim();
}

const main = (name: string, greeting: string): string => `
import { ApiObject } from 'cdk8s';
import { AppChart, Cluster, Environment, run } from 'sluice';
run((fleet) => {
  const source = { url: 'https://github.com/example/manifests', branch: 'main' };
  const environment = Environment.production;
  const cluster = new Cluster(fleet, '${name}', { environment, domain: 'a.example', kubernetes: '1.34', source });
  const app = new AppChart(cluster, 'shop', { namespace: 'shop' });
  new ApiObject(app, 'greeting', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: '${greeting}' } });
});
`;

/** Does to its n-th call what FAULT says, and notes the call and, where it outlives who called, itself. */
const failingGit = `#!/bin/sh
echo "$*" >> "$FAULT_FOLDER/calls"
number=$(wc -l < "$FAULT_FOLDER/calls")
PATH=$REAL_PATH
[ "$number" -eq "$FAULT_AT" ] || exec git "$@"
case $FAULT in
  killed-before) kill -9 $PPID; exit 1 ;;
  killed-meanwhile) echo $$ > "$FAULT_FOLDER/orphan"; kill -9 $PPID; exec git "$@" ;;
  killed-after) git "$@"; kill -9 $PPID ;;
  disk-full) trap '' XFSZ; ulimit -f 0; exec git "$@" ;;
esac
`;

export type Fault = 'killed-before' | 'killed-meanwhile' | 'killed-after' | 'disk-full';

/** Where somebody publishes. */
export class Publishing {
  readonly remote: string;
  readonly #root: string;
  /** The program's repository. */
  readonly program: string;
  /** What it is published to. Default: the branch main of the bare repository. */
  target: readonly string[];
  /** Where programs are, beside those of the machine. */
  programs: readonly string[] = [];
  readonly #cluster: string;
  /** What else the environment has. */
  env: NodeJS.ProcessEnv = {};
  /** Where temporary files are. */
  readonly temporary: string;

  /** @param cluster the name of the only cluster */
  constructor(finished: typeof onTestFinished, cluster = 'home') {
    this.#cluster = cluster;
    this.#root = temporaryFolder(finished);
    this.remote = join(this.#root, 'manifests.git');
    this.target = ['--repo', this.remote, '--branch', 'main'];
    this.temporary = join(this.#root, 'tmp');
    this.program = join(this.#root, 'program');
    for (const folder of ['tmp', 'faults', 'seed', 'program/node_modules']) {
      mkdirSync(join(this.#root, folder), { recursive: true });
    }
    writeFile(this.#root, 'bin/git', failingGit);
    chmodSync(join(this.#root, 'bin/git'), 0o755);
    this.#seed();
    const modules = join(this.program, 'node_modules');
    symlinkSync(checkout, join(modules, 'sluice'));
    for (const name of ['cdk8s', 'constructs', 'tsx']) {
      symlinkSync(join(checkout, 'node_modules', name), join(modules, name));
    }
    writeFile(this.program, 'package.json', '{ "type": "module" }\n');
    writeFile(this.program, 'cdk8s.yaml', 'app: node main.mjs\n');
    writeFile(this.program, '.gitignore', 'node_modules\n');
    git(this.program, 'init', '-q', '-b', 'main');
    this.change('hello');
  }

  /** A change of the program, committed. */
  change(greeting: string): void {
    writeFile(this.program, 'main.mjs', main(this.#cluster, greeting));
    git(this.program, 'add', '.');
    git(this.program, 'commit', '-qm', greeting);
  }

  /** Publishes, with a fault at a certain call of Git. */
  async publish(fault?: Fault, at = 0): Promise<Outcome> {
    const env = this.#environment(fault, at);
    const outcome = await finish(start(this.#arguments, this.program, env));
    const orphan = join(this.#root, 'faults/orphan');
    if (existsSync(orphan)) {
      const id = Number(readFileSync(orphan, 'utf8'));
      await until(() => !isAlive(id));
    }
    return outcome;
  }

  /** Publishes with a folder for temporary files that holds so many KiB, and is gone afterwards. */
  publishOnDisk(size: number): Promise<Outcome> {
    const mount = `mount -t tmpfs -o size=${String(size)}k none "$TMPDIR" && exec "$@"`;
    const own = ['--user', '--map-root-user', '--mount', 'sh', '-c', mount, 'sh'];
    const args = [...own, ...sluiceCommand, ...this.#arguments];
    const env = this.#environment();
    return finish(spawn('unshare', args, { cwd: this.program, env, stdio: 'pipe' }));
  }

  get #arguments(): readonly string[] {
    return ['publish', ...this.target];
  }

  #environment(fault?: Fault, at = 0): NodeJS.ProcessEnv {
    const folder = join(this.#root, 'faults');
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    const real = process.env['PATH'] ?? '';
    return {
      PATH: [join(this.#root, 'bin'), ...this.programs, real].join(':'),
      REAL_PATH: real,
      FAULT_FOLDER: folder,
      FAULT_AT: String(at),
      FAULT: fault,
      HOME: this.#root,
      TMPDIR: this.temporary,
      NO_COLOR: '1',
      TSX_DISABLE_CACHE: '1',
      ...this.env,
    };
  }

  /** How often the last publication called Git. */
  get calls(): number {
    return readFileSync(join(this.#root, 'faults/calls'), 'utf8').split('\n').length - 1;
  }

  /** The commits of the branch, the newest first. */
  get commits(): readonly string[] {
    return git(this.remote, 'rev-list', 'main').split('\n');
  }

  /** Takes the branch back to a commit. */
  reset(commit: string): void {
    git(this.remote, 'update-ref', 'refs/heads/main', commit);
  }

  #seed(): void {
    git(this.#root, 'init', '-q', '--bare', '-b', 'main', this.remote);
    const seed = join(this.#root, 'seed');
    git(seed, 'init', '-q', '-b', 'main');
    writeFile(seed, 'README.md', 'Ours\n');
    git(seed, 'add', '.');
    git(seed, 'commit', '-qm', 'By hand');
    git(seed, 'push', '-q', this.remote, 'main');
  }
}
