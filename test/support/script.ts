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
import { readFileSync, writeFileSync } from 'node:fs';
import { checkout, Shell } from './shell.ts';

/** What a person installs beside sluice. */
const packages = ['cdk8s', 'cdk8s-plus-28', 'constructs', 'tsx', 'yaml'];

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

async function execute(command: string, shell: Shell): Promise<string[]> {
  const { stdout, stderr, ended } = await shell.run(command);
  return [
    ...prefixed('>', stdout),
    ...prefixed('!', stderr),
    ...(ended === 0 ? [] : [`exit ${ended}`]),
  ];
}

function prefixed(mark: string, text: string): string[] {
  if (text === '') return [];
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.map((line) => (line === '' ? mark : `${mark} ${line}`));
}

/** Runs a script's commands and gives its text with what they printed. */
export async function runScript(text: string): Promise<string> {
  const script = parse(text);
  const shell = new Shell(packages);
  try {
    for (const [file, body] of script.files) shell.write(file, body);
    const lines: string[] = [];
    for (const line of script.lines) {
      lines.push(line);
      if (line.startsWith('$ ')) lines.push(...(await execute(line.slice(2), shell)));
    }
    const head = lines.join('\n').replaceAll(shell.work, '$WORK').replaceAll(checkout, '$SLUICE');
    return `${head}\n${script.archive}`;
  } finally {
    shell.remove();
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
