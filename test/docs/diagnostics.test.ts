import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import * as cdk8s from 'cdk8s';
import * as constructs from 'constructs';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diagnosticCodes } from '../../lib/core/index.ts';
import { readSchemas } from '../../lib/io/schema-data.ts';
import * as sluice from '../../lib/index.ts';
import { defaultRules } from '../../lib/validate/index.ts';
import { codesOf, type Define } from '../support/fleet.ts';
import { codesIn as codesInCluster } from '../validate/support.ts';
import { codesOfSecrets, shortCiphertext } from './secrets.ts';

const checkout = join(import.meta.dirname, '../..');
const page = readFileSync(join(checkout, 'docs/diagnostics.md'), 'utf8');
const [introduction = '', ...rest] = page.split(/^## /m);
const sections = rest.map((text) => ({
  code: text.slice(0, text.indexOf('\n')),
  text: text.trim(),
}));

/** Text of the code blocks of a language that are marked with a word. */
function blocks(text: string, language: string, mark: string): string[] {
  const fenced = new RegExp(`^\`\`\`${language} ${mark}\\n(.*?)^\`\`\`$`, 'gms');
  return [...text.matchAll(fenced)].map(([, block]) => block ?? '');
}

const [program = ''] = blocks(introduction, 'ts', 'program');
const [secrets = ''] = blocks(introduction, 'yaml', 'program');

interface Example {
  readonly code: string;
  readonly ts: string;
  readonly secrets: string;
}

const secretFiles = Object.fromEntries(
  [...introduction.matchAll(/^```\w+ (\S+\.\w+)\n(.*?)^```$/gms)].map(([, name, text]) => [
    name ?? '',
    text ?? '',
  ]),
);

/** The examples that change a file of secrets. */
function changes(mark: 'fails' | 'works'): { code: string; change: string }[] {
  return sections.flatMap(({ code, text }) =>
    blocks(text, 'diff', mark).map((change) => ({ code, change })),
  );
}

/** A file whose sops block is that of the program's, or that without one of its settings. */
function withBlock(file: string): string {
  const whole = secrets.slice(secrets.indexOf('sops:\n'));
  return file.replace(/^sops: # as above(?:, without (\w+))?\n/m, (_, setting?: string) =>
    setting === undefined ? whole : whole.replace(new RegExp(`^ *${setting}: .*\\n`, 'm'), ''),
  );
}

/** The examples that are fleets; those of the command line are run by test/scripts. */
function examples(mark: 'fails' | 'works'): Example[] {
  return sections.flatMap(({ code, text }) => {
    const [block] = blocks(text, 'ts', mark);
    const [file] = blocks(text, 'yaml', mark);
    if (block === undefined && file === undefined) return [];
    return [{ code, ts: block ?? '', secrets: file === undefined ? secrets : withBlock(file) }];
  });
}

/** The examples that are files of a cluster. */
function clusters(mark: 'fails' | 'works'): { code: string; files: string }[] {
  return sections.flatMap(({ code, text }) =>
    blocks(text, 'yaml', `cluster ${mark}`).map((files) => ({ code, files })),
  );
}

/** The codes of an example that its rule and those beside it give; practice is judged elsewhere. */
async function codesBeside(code: string, files: string): Promise<readonly string[]> {
  const rule = defaultRules.find((each) => each.code === code);
  const isPractice = (each: string): boolean =>
    defaultRules.some(({ code: other, set }) => other === each && set === 'practice');
  // What other rules are shown by is not to be long enough for the schemas.
  const schemas = rule?.set === 'schema' ? { schemas: { load: readSchemas } } : {};
  const found = await codesInCluster(files, schemas);
  return rule?.set === 'practice'
    ? found.filter((each) => each === code)
    : found.filter((each) => !isPractice(each));
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-docs-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the page's program with an example in it, and gives what is diagnosed. */
function codesIn(example: Example): string[] {
  writeFileSync(join(folder, 'secrets.sops.yaml'), example.secrets);
  const source = program
    .replace(/^import [^;]*;\n/gm, '')
    .replaceAll('import.meta.url', 'url')
    .replace('// the example', () => example.ts.replaceAll('import.meta.url', 'url'));
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
  });
  const names = { ...cdk8s, ...constructs, ...sluice };
  const url = pathToFileURL(join(folder, 'main.ts')).href;
  let define: Define | undefined;
  const run = (given: Define): void => void (define = given);
  const parameters = Object.entries({ ...names, url, run });
  const body = compileFunction(
    outputText,
    parameters.map(([name]) => name),
  ) as (...values: unknown[]) => void;
  body(...parameters.map(([, value]) => value));
  if (define === undefined) throw new Error('the program does not call run()');
  return codesOf(define);
}

describe('the page of diagnostics', () => {
  test('has every code once, in alphabetical order, and no others', () => {
    expect(sections.map(({ code }) => code)).toEqual(Object.keys(diagnosticCodes).sort());
  });

  test.each(sections)('says what fails and what works: $code', ({ text }) => {
    expect(text).toMatch(/\n\nFails:\n\n```.*\n```\n\nWorks:\n\n```.*\n```$/s);
  });

  test.each(examples('fails'))('has an example that gives $code, and nothing else', (example) => {
    expect([...new Set(codesIn(example))]).toEqual([example.code]);
  });

  test.each(examples('works'))('has an example that does not give $code', (example) => {
    expect(codesIn(example)).toEqual([]);
  });

  test('shows files of secrets with which nothing is wrong, and nothing is left out', async () => {
    expect(await codesOfSecrets(secretFiles)).toEqual([]);
    expect(await shortCiphertext(secretFiles)).toBe(secretFiles['db.sops.yaml']);
  });

  test.each(changes('fails'))('has a change that gives $code, and nothing else', async (given) => {
    expect(await codesOfSecrets(secretFiles, given.change)).toEqual([given.code]);
  });

  test.each(changes('works'))('has a change that does not give $code', async ({ change }) => {
    expect(await codesOfSecrets(secretFiles, change)).toEqual([]);
  });

  test.each(clusters('fails'))(
    'has a cluster that gives $code, and nothing else',
    async (given) => {
      expect(await codesBeside(given.code, given.files)).toEqual([given.code]);
    },
  );

  test.each(clusters('works'))('has a cluster that does not give $code', async (given) => {
    expect(await codesBeside(given.code, given.files)).toEqual([]);
  });

  test.each(defaultRules)(
    'has a cluster for the rule $code, and one that nearly is it',
    ({ code }) => {
      for (const mark of ['fails', 'works'] as const) {
        expect(clusters(mark).map((each) => each.code)).toContain(code);
      }
    },
  );

  test('shows the other codes as scripts of test/scripts do', () => {
    const folderOfScripts = join(checkout, 'test/scripts');
    const scripts = readdirSync(folderOfScripts)
      .filter((file) => file.endsWith('.txt'))
      .map((file) => readFileSync(join(folderOfScripts, file), 'utf8'))
      .join('\n');
    const allHere = [...examples('fails'), ...changes('fails'), ...clusters('fails')];
    const shownHere = allHere.map(({ code }) => code);
    const others = Object.keys(diagnosticCodes).filter((code) => !shownHere.includes(code));
    const shown = (code: string) => new RegExp(`^! (?:error|warning) ${code}  `, 'm').test(scripts);
    expect(others.filter((code) => !shown(code))).toEqual([]);
  });
});
