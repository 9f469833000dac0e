/**
 * Command tests as readable files. A script begins with a transcript, and ends with the files that
 * its commands find in their folder:
 *
 *     # What the test shows.
 *     $ sluice synth
 *     > a line of standard output
 *     ! a line of standard error
 *     exit 1                            (where it is not 0)
 *
 *     -- main.ts --
 *     the program's text
 *
 * Commands run in a shell, one after the other. The folder also has a package.json, a cdk8s.yaml
 * that runs main.ts and writes to dist, and the packages that a person would have installed, with
 * the sources of this checkout as `sluice`. Absolute paths show as $WORK and $SLUICE. With UPDATE=1
 * a run writes what it saw into the script.
 */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** What a person installs beside sluice. */
const packages = ['cdk8s', 'cdk8s-plus-28', 'constructs', 'tsx', 'yaml'];

const commands = {
  sluice: `exec node '${checkout}/bin/sluice.mjs' "$@"`,
  cdk8s: `exec '${checkout}/node_modules/.bin/cdk8s' "$@" --check-upgrade=false`,
};

const defaults = {
  'package.json': '{ "type": "module" }\n',
  'cdk8s.yaml': 'app: node --conditions=source --import tsx main.ts\noutput: dist\n',
};

interface Script {
  /** The transcript's lines without what commands printed. */
  readonly lines: readonly string[];
  /** The rest of the text, as it is. */
  readonly archive: string;
  readonly files: ReadonlyMap<string, string>;
}

function parse(text: string): Script {
  const [head = '', ...sections] = text.split(/^-- (.+) --\n/m);
  const files = new Map<string, string>(Object.entries(defaults));
  for (let index = 0; index + 1 < sections.length; index += 2) {
    files.set(sections[index] ?? '', sections[index + 1] ?? '');
  }
  const lines = head.replace(/\n$/, '').split('\n');
  return {
    lines: lines.filter((line) => !/^(?:[>!](?: |$)|exit \w+$)/.test(line)),
    archive: text.slice(head.length),
    files,
  };
}

function install({ files }: Script, work: string, tools: string): void {
  for (const [name, body] of Object.entries(commands)) {
    writeFileSync(join(tools, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(tools, name), 0o755);
  }
  mkdirSync(join(work, 'node_modules'));
  symlinkSync(checkout, join(work, 'node_modules/sluice'));
  for (const name of packages) {
    symlinkSync(join(checkout, 'node_modules', name), join(work, 'node_modules', name));
  }
  for (const [file, text] of files) {
    mkdirSync(dirname(join(work, file)), { recursive: true });
    writeFileSync(join(work, file), text);
  }
}

function execute(command: string, work: string, tools: string): Promise<string[]> {
  const path = [tools, dirname(process.execPath), '/usr/bin', '/bin'].join(':');
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', command], {
      cwd: work,
      env: { PATH: path, HOME: tools, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 30_000,
    });
    const printed = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const ended = code ?? signal ?? '';
      resolve([
        ...prefixed('>', printed.stdout),
        ...prefixed('!', printed.stderr),
        ...(ended === 0 ? [] : [`exit ${ended}`]),
      ]);
    });
  });
}

function prefixed(mark: string, text: string): string[] {
  if (text === '') return [];
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.map((line) => (line === '' ? mark : `${mark} ${line}`));
}

/** Runs a script's commands and gives its text with what they printed. */
export async function runScript(text: string): Promise<string> {
  const script = parse(text);
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-script-')));
  const [work, tools] = [join(root, 'work'), join(root, 'tools')];
  try {
    for (const folder of [work, tools]) mkdirSync(folder);
    install(script, work, tools);
    const lines: string[] = [];
    for (const line of script.lines) {
      lines.push(line);
      if (line.startsWith('$ ')) lines.push(...(await execute(line.slice(2), work, tools)));
    }
    const head = lines.join('\n').replaceAll(work, '$WORK').replaceAll(checkout, '$SLUICE');
    return `${head}\n${script.archive}`;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** What a script says and what a run of it gives; the same with UPDATE=1, which writes it. */
export async function compareScript(file: string): Promise<{ said: string; saw: string }> {
  const said = readFileSync(file, 'utf8');
  const saw = await runScript(said);
  if (process.env['UPDATE'] === undefined || saw === said) return { said, saw };
  writeFileSync(file, saw);
  return { said: saw, saw };
}
