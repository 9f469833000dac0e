/**
 * Plants secrets in trees by every way that Flux has, and looks for them in what `reconcile`,
 * `validate` and `plan` print and write, and in all that they keep between runs. Not even the length of one may show.
 */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { program } from '../../tools/programs.ts';
import { keys } from '../sops/sops.ts';
import { temporaryFolder } from '../support/folder.ts';
import { finish, type Outcome, start } from '../support/sluice.ts';
import { filesIn, writeFile } from '../support/tree.ts';
import { failing, type Files, helm, port, reaching } from './leaking-trees.ts';

/** Values as they are in the base and the head; names of Kubernetes can hold them. */
const values = ['planted-zx9-value-qw7', 'another-kj4-value-pd2'] as const;
const forms = [
  String(port),
  ...values.flatMap((value) => [
    ...[value, value.toUpperCase(), value.slice(0, 12), encodeURIComponent(`/${value}`)],
    ...[value.slice(8), value.replace('zx9', 'x'), Buffer.from(value).toString('hex')],
    ...[value, `x: ${value}`, `pw=${value}`, `https://u:${value}@h`].map((text) =>
      Buffer.from(text).toString('base64').slice(0, -3),
    ),
  ]),
];

let programs: NodeJS.ProcessEnv;
const ends: (() => unknown)[] = [];
afterAll(() => ends.map((end) => end()));
beforeAll(async () => {
  const root = temporaryFolder((end) => ends.push(end as () => unknown));
  writeFile(root, 'helm', helm);
  chmodSync(join(root, 'helm'), 0o755);
  const kustomize = await program('kustomize');
  programs = { SLUICE_HELM: join(root, 'helm'), SLUICE_KUSTOMIZE: kustomize };
}, 120_000);

/** Runs the command beside the trees `base` and `head`, with Alice's key. */
async function run(root: string, args: readonly string[]): Promise<Outcome> {
  const settings = { TSX_DISABLE_CACHE: '1', NO_COLOR: '1', HOME: root, TMPDIR: join(root, 'tmp') };
  return finish(
    start([...args, '--offline'], root, {
      ...{ PATH: process.env['PATH'], ...programs, ...settings },
      ...{ XDG_CACHE_HOME: join(root, 'cache'), SOPS_AGE_KEY: keys.alice.secret },
    }),
  );
}

function folderWith(
  trees: Readonly<Record<string, Files>>,
  finished: typeof onTestFinished,
): string {
  const root = temporaryFolder(finished);
  writeFile(root, 'tmp/.keep', '');
  for (const [name, files] of Object.entries(trees)) {
    for (const [path, text] of Object.entries(files)) writeFile(root, `${name}/${path}`, text);
  }
  return root;
}

function expectNoneIn(where: string, text: string): void {
  for (const each of forms)
    expect(text.includes(each), `${where} holds ${each}:\n${text}`).toBe(false);
}

/** What all commands print of two trees; also looks through what they write and keep. */
async function printedOf(
  trees: Readonly<Record<'base' | 'head', Files>>,
  finished: typeof onTestFinished,
): Promise<string> {
  const root = folderWith(trees, finished);
  const plan = ['plan', '--base', 'base', '--head', 'head', '--cluster', 'entry'];
  const commands = [
    ['reconcile', '--path', 'head', '--entry', 'entry'],
    ['reconcile', '--path', 'base', '--entry', 'entry', '--json'],
    ...['text', 'json', 'sarif', 'github', 'gitlab', 'junit'].map((format) => {
      return ['validate', '--path', 'head', '--cluster', 'entry', '--practice', '--format', format];
    }),
    plan,
    [...plan, '--format', 'markdown', '--output', 'out/plan.md'],
    [...plan, '--format', 'html', '--output', 'out/plan.html'],
    [...plan, '--format', 'json'],
    ...['svg', 'mermaid', 'json'].map((format) => {
      return ['graph', '--path', 'head', '--cluster', 'entry', '--format', format];
    }),
    [...plan, '--stage', '1', '--output', 'out/stage'],
  ];
  let printed = '';
  for (const command of commands) {
    const { stdout, stderr } = await run(root, command);
    expectNoneIn(`standard output of ${command.join(' ')}`, stdout);
    expectNoneIn(`standard error of ${command.join(' ')}`, stderr);
    expect(stderr).not.toContain('defect of Sluice');
    printed += stdout + stderr;
  }
  const kept = filesIn(join(root, 'cache'));
  for (const [name, text] of Object.entries(kept)) expectNoneIn(name, text);
  for (const [name, text] of Object.entries(filesIn(join(root, 'out')))) expectNoneIn(name, text);
  expect(Object.keys(filesIn(join(root, 'tmp')))).toEqual(['.keep']);
  return printed;
}

describe.concurrent('no secret is printed or kept', { timeout: 300_000 }, () => {
  test('of what changes around it', async ({ onTestFinished }) => {
    const trees = { base: await reaching(values[0], '1'), head: await reaching(values[0], '2') };
    const printed = await printedOf(trees, onTestFinished);
    // So that it is known to have been there.
    for (const each of [
      'wrote out/stage',
      'made-by-substituted-(PW)',
      'data-(PW)',
      'b-(PW)',
      'ing-(PW)',
      'leaf-(PW)',
      'env[(PW)]',
      'u:(PW)@h',
      'substituted-(PW)',
    ]) {
      expect(printed).toContain(each);
    }
  });

  test('where it changes itself', async ({ onTestFinished }) => {
    const trees = { base: await reaching(values[0], '1'), head: await reaching(values[1], '1') };
    expect(await printedOf(trees, onTestFinished)).toContain('has another value');
  });

  test('where Flux fails because of it', async ({ onTestFinished }) => {
    const trees = { base: await failing(values[0]), head: await failing(values[1]) };
    const printed = await printedOf(trees, onTestFinished);
    for (const each of ['build-failed', 'chart-failed', 'substitution-failed', 'missing-path']) {
      expect(printed).toContain(each);
    }
    expect(printed).toContain('(PW)');
  });
});

test('a plan is the same whatever the length of a secret', { timeout: 300_000 }, async () => {
  const base = await reaching(values[0], '1');
  const plans = ['-too', '-and-much-more-of-it'].map(async (more) => {
    const root = folderWith({ base, head: await reaching(values[1] + more, '1') }, onTestFinished);
    const plan = ['plan', '--base', 'base', '--head', 'head', '--cluster', 'entry'];
    const { stdout } = await run(root, [...plan, '--format', 'json']);
    // kustomize names what it generates by the hash of the content.
    return stdout.replaceAll(/gen-[a-z0-9]{10}/g, 'gen');
  });
  const [one, other] = await Promise.all(plans);
  expect(one).toContain('"data.length"');
  expect(one).toBe(other);
});

test('the search finds what is there', () => {
  for (const each of forms) expect(() => expectNoneIn('a text', `a${each}b`)).toThrow('a text');
});
