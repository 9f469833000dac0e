/** A program that is edited under `sluice dev`. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { checkout } from '../../tools/process.ts';
import { sluiceCommand } from './sluice.ts';
import { writeFile } from './tree.ts';

/** One line of `sluice dev --json`. */
export interface Reported {
  readonly changed: readonly string[];
  readonly milliseconds: number;
  readonly findings: readonly { readonly code: string; readonly message: string }[];
  readonly plan?: {
    readonly clusters: readonly {
      readonly changes: readonly {
        readonly action: string;
        readonly object: { readonly kind: string; readonly name: string };
        readonly fields: readonly { readonly after?: unknown }[];
      }[];
    }[];
  };
}

/** A folder with a program, the packages that a person would have installed, and a first commit. */
export function writeProject(folder: string, files: Readonly<Record<string, string>>): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules, { recursive: true });
  for (const name of ['cdk8s', 'cdk8s-plus-28', 'constructs', 'tsx']) {
    symlinkSync(join(checkout, 'node_modules', name), join(modules, name));
  }
  symlinkSync(checkout, join(modules, 'sluice'));
  writeFile(folder, 'package.json', '{ "type": "module" }\n');
  writeFile(folder, 'cdk8s.yaml', 'app: node --import tsx main.ts\noutput: dist\n');
  writeFile(folder, '.gitignore', 'node_modules\ndist\n');
  for (const [file, text] of Object.entries(files)) writeFile(folder, file, text);
  inGit(folder, 'init', '-q');
  commitAll(folder);
}

/** Commits all that is in a folder. */
export function commitAll(folder: string): void {
  inGit(folder, 'add', '.');
  inGit(folder, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'work');
}

function inGit(folder: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** `sluice dev --json` in a folder, and its results one by one. */
export function startDev(folder: string): {
  readonly child: ChildProcess;
  readonly next: () => Promise<Reported>;
} {
  const [node, program] = sluiceCommand;
  const child = spawn(node, [program, 'dev', '--json'], { cwd: folder, stdio: 'pipe' });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    child,
    async next() {
      const line = await lines.next();
      if (line.done === true) throw new Error(`it ended: ${errors}`);
      return JSON.parse(line.value) as Reported;
    },
  };
}
