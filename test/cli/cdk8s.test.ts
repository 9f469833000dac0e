import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const checkout = join(import.meta.dirname, '../..');

function run(...args: string[]): void {
  execFileSync(process.execPath, args, { cwd: checkout, stdio: 'pipe' });
}

/** The texts of all files below a folder, by their paths. */
function texts(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return Object.fromEntries(
    files.sort().map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-cdk8s-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('cdk8s synth and sluice synth give the same bytes for the fleet of this repository', () => {
  const [one, two] = [join(folder, 'one'), join(folder, 'two')];
  run('node_modules/.bin/cdk8s', 'synth', '--check-upgrade=false', '--output', one);
  run('--conditions=source', 'bin/sluice.mjs', 'synth', '--output', two);
  expect(texts(one)).toEqual(texts(two));
  expect(Object.keys(texts(two))).toContain('clusters/home/apps/podinfo/deployment.podinfo.yaml');
}, 60_000);
