import { spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const checkout = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

const commands = {
  sluice: `exec node '${checkout}/bin/sluice.mjs' "$@"`,
  cdk8s: `exec '${checkout}/node_modules/.bin/cdk8s' "$@" --check-upgrade=false`,
  // What npx would find in node_modules, without asking a registry for the rest.
  npx: 'exec "$@"',
};

export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code, or the signal that ended it. */
  readonly ended: number | string;
}

/** A folder in which somebody works who has Node, Git, this checkout as `sluice` and no settings. */
export class Shell {
  readonly #root = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-shell-')));
  readonly home = join(this.#root, 'tools');
  readonly work = join(this.#root, 'work');

  /** @param packages what is installed beside sluice */
  constructor(packages: readonly string[]) {
    for (const folder of [this.home, this.work]) mkdirSync(folder);
    for (const [name, body] of Object.entries(commands)) {
      writeFileSync(join(this.home, name), `#!/bin/sh\n${body}\n`);
      chmodSync(join(this.home, name), 0o755);
    }
    mkdirSync(join(this.work, 'node_modules'));
    symlinkSync(checkout, join(this.work, 'node_modules/sluice'));
    for (const name of packages) {
      symlinkSync(join(checkout, 'node_modules', name), join(this.work, 'node_modules', name));
    }
  }

  /** Writes a file below the working folder. */
  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.work, file)), { recursive: true });
    writeFileSync(join(this.work, file), text);
  }

  run(command: string, cwd = this.work): Promise<Ended> {
    const path = [this.home, dirname(process.execPath), '/usr/bin', '/bin'].join(':');
    return new Promise((resolve, reject) => {
      const child = spawn('/bin/sh', ['-c', command], {
        cwd,
        env: { PATH: path, HOME: this.home, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: 60_000,
      });
      const printed = { stdout: '', stderr: '' };
      child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
      child.on('error', reject);
      child.on('close', (code, signal) => resolve({ ...printed, ended: code ?? signal ?? '' }));
    });
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
