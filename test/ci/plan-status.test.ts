import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseDocument, visit } from 'yaml';
import { checkout } from '../../tools/process.ts';
import { temporaryFolder } from '../support/folder.ts';
import { writeFile } from '../support/tree.ts';
import { runShell } from './shell.ts';

/** The lines in which a file of CI plans. */
function planOf(file: string): string {
  const found: string[] = [];
  visit(parseDocument(readFileSync(join(checkout, file), 'utf8')), {
    Scalar: (_, { value }) => {
      if (String(value).includes('npx sluice plan')) found.push(String(value));
    },
  });
  expect(found).toHaveLength(1);
  return found.join('');
}

describe.each(['.github/workflows/check.yaml', '.gitlab-ci.yml'])('the plan in %s', (file) => {
  test.each([
    [0, 'without changes', 0],
    [2, 'with changes', 0],
    [3, 'with dangers', 0],
    [1, 'with errors', 1],
    [127, 'of a command that is not there', 127],
    [137, 'that was killed', 137],
  ])('ends with %i %s, and its job with %i', async (code, _, job) => {
    const folder = temporaryFolder(onTestFinished);
    // A double of the command: it only ends.
    writeFile(folder, 'npx', `#!/bin/sh\nexit ${String(code)}\n`);
    chmodSync(join(folder, 'npx'), 0o755);
    const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
    const outcome = await runShell(['bash', '-eo', 'pipefail', '-c', planOf(file)], folder, env);
    expect(outcome.code).toBe(job);
  });
});
