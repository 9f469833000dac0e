/**
 * Pages of the documentation as tests. What a page shows is done, from top to bottom, in a folder
 * of its own:
 *
 *     ```console            commands after `$ `, each followed by what it prints; the last one of a
 *     $ sluice plan         block may end with another code than 0, which `console exit=3` says
 *     ```
 *     ```ts                 a block whose first line is a comment with the path of a file is that
 *     // apps/a/index.ts    file; of a `diff`, the lines that are there and those that replace them
 *     ```
 *
 * All in the folder in which the commands are by then. Blocks of a comment of HTML are done as well:
 * so a page begins where its reader is. Of what is printed, `…` stands for any text in a line, and alone
 * in a line for any lines. With UPDATE=1 a run writes what it saw into the page where it is another.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { checkout, Shell } from './shell.ts';

/** What `npm install` puts into a new repository. */
const packages = [
  ...['cdk8s', 'cdk8s-plus-28', 'constructs', 'tsx', 'yaml'],
  ...['.bin', '@types', 'typescript', 'vitest'],
];

const gitconfig = `[user]
name = Ada
email = ada@example.org
[init]
defaultBranch = main
[advice]
detachedHead = false
`;

interface Block {
  readonly info: string;
  readonly text: string;
}

const fence = /^```(.*)\n((?:.*\n)*?)```$/gm;

function blocksOf(page: string): Block[] {
  return [...page.matchAll(fence)].map(([, info = '', text = '']) => ({ info, text }));
}

const isConsole = ({ info }: Block): boolean => /^console\b/.test(info);
const fileOf = ({ text }: Block): string | undefined =>
  /^(?:\/\/|#) ([\w./-]+\.\w+)\n/.exec(text)?.[1];

/** The first lines of the blocks of a page that no test does. */
export function notDone(page: string): string[] {
  return blocksOf(page)
    .filter((block) => !isConsole(block) && fileOf(block) === undefined)
    .map(({ text }) => text.split('\n')[0] ?? '');
}

/** The page as it is where what it says is what was seen, else with what was seen. */
export async function runGuide(page: string): Promise<string> {
  const shell = new Shell(packages);
  try {
    shell.write('../tools/.gitconfig', gitconfig);
    shell.write('../tools/.npmrc', 'update-notifier=false\n');
    let done = '';
    let end = 0;
    let cwd = shell.work;
    for (const match of page.matchAll(fence)) {
      const [whole, info = '', text = ''] = match;
      const block = { info, text };
      const file = fileOf(block);
      done += page.slice(end, match.index);
      end = match.index + whole.length;
      if (isConsole(block)) {
        const seen = await runBlock(text, shell, cwd);
        cwd = seen.cwd;
        const exit = seen.ended === 0 ? '' : ` exit=${seen.ended}`;
        done += `\`\`\`console${exit}\n${seen.text}\`\`\``;
        continue;
      }
      done += whole;
      if (file === undefined) continue;
      const body = text.slice(text.indexOf('\n') + 1);
      const path = join(cwd, file);
      const changed = info === 'diff' ? patched(readFileSync(path, 'utf8'), body) : body;
      shell.write(relative(shell.work, path), changed);
    }
    return done + page.slice(end);
  } finally {
    shell.remove();
  }
}

async function runBlock(text: string, shell: Shell, from: string) {
  let [cwd, seen, last, ended]: [string, string, string, number | string] = [from, '', '', 0];
  for (const said of text.split(/^(?=\$ )/m)) {
    const [line = ''] = said.split('\n');
    if (ended !== 0) throw new Error(`what comes before ${line} ended with ${ended}:\n${last}`);
    const begins = `[ ! -f ~/env ] || . ~/env; trap 'pwd > ~/cwd; export -p > ~/env' EXIT`;
    const one = await shell.run(`${begins}; exec 2>&1; ${line.slice(2)}`, cwd);
    cwd = readFileSync(join(shell.home, 'cwd'), 'utf8').trim();
    ended = one.ended;
    const shown = one.stdout
      .replaceAll(shell.work, '/home/ada')
      .replaceAll(shell.home, '/home/ada')
      .replaceAll(checkout, '…');
    const all = `${line}\n${shown}${shown === '' || shown.endsWith('\n') ? '' : '\n'}`;
    seen += matches(all, said) ? said : masked(all);
    last = all;
  }
  return { text: seen, cwd, ended };
}

function matches(seen: string, said: string): boolean {
  const lines = said.replace(/\n+$/, '\n').split(/^…\n/m);
  const pattern = lines.map((part) => part.split('…').map(literal).join('.*'));
  return new RegExp(`^${pattern.join('(?:.*\\n)*?')}$`).test(seen);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** What is another one on each run, as a page says it. */
function masked(text: string): string {
  return text
    .replace(/\bage1[a-z0-9]{58}\b/g, 'age1…')
    .replace(/ENC\[.*?\]/g, 'ENC[…]')
    .replace(/\b(?=[a-f]*\d)[0-9a-f]{7,40}\b/g, '…');
}

/** A file with changes: in each part, lines after `-` and ` ` are there, and become those after `+` and ` `. */
function patched(file: string, diff: string): string {
  const of = (part: string, marks: string): string =>
    part
      .split('\n')
      .filter((line) => line !== '' && marks.includes(line.charAt(0)))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  return diff.split(/^@@.*\n/m).reduce((text, part) => {
    const before = of(part, ' -');
    if (before === '' || text.split(before).length !== 2) {
      throw new Error(`not once in the file:\n${before}`);
    }
    return text.replace(before, () => of(part, ' +'));
  }, file);
}

/** What a page says and what a run of it gives; the same with UPDATE=1, which writes it. */
export async function compareGuide(file: string): Promise<{ said: string; saw: string }> {
  const said = readFileSync(file, 'utf8');
  const saw = await runGuide(said);
  if (process.env['UPDATE'] === undefined || saw === said) return { said, saw };
  writeFileSync(file, saw);
  return { said: saw, saw };
}
