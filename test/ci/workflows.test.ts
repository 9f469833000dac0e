import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkout } from '../../tools/process.ts';
import { goIsAvailable, program } from '../../tools/programs.ts';
import { run } from '../../tools/run.ts';
import { problemsOf } from './workflow-rules.ts';

const folder = join(checkout, '.github/workflows');
const workflows = readdirSync(folder);
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');

/** What actionlint says of a text. Its helpers, which may be installed or not, stay out. */
async function lint(text: string): Promise<string> {
  const args = ['-shellcheck=', '-pyflakes=', '-no-color', '-oneline', '-'];
  return run(await program('actionlint'), args, { input: text }).catch(String);
}

const hasGo = process.env['CI'] !== undefined || (await goIsAvailable());

describe.each(workflows)('%s', (name) => {
  test.skipIf(!hasGo)('is what GitHub takes', async () => {
    expect(await lint(textOf(name))).toBe('');
  });

  test('trusts nobody more than it must', () => {
    expect(problemsOf(textOf(name))).toEqual([]);
  });
});

test.skipIf(!hasGo)('actionlint would say so', async () => {
  const broken = textOf('check.yaml').replace('needs: plan', 'needs: plans');
  expect(await lint(broken)).toContain('plans');
});

test.each([
  ['@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0', '@v5', 'is not pinned'],
  ['# v5.0.0', '# the newest', 'is not pinned'],
  ['permissions: {}', 'permissions: write-all', 'gives jobs permissions'],
  ['permissions: {}', 'defaults: {}', 'gives jobs permissions'],
  ['  pull_request:\n', '  pull_request_target:\n', 'runs on pull_request_target'],
  ['npx cdk8s synth', 'echo ${{ github.event.pull_request.title }}', 'an expression in a shell'],
  ['permissions: {}', 'permissions: {}\nenv: { A: "${{ secrets.A }}" }', 'a secret for more'],
  ['contents: read', 'contents: write', 'runs packages where it may write'],
  ['persist-credentials: false', 'fetch-tags: true', 'runs packages beside credentials'],
  ['timeout-minutes: 15', 'name: a', 'may run for hours'],
  ['permissions:\n      contents: read', 'name: a', 'names no permissions'],
])('%j may not become %j', (before, after, problem) => {
  const text = textOf('check.yaml');
  expect(text).toContain(before);
  expect(problemsOf(text.replace(before, after)).join('\n')).toContain(problem);
});
