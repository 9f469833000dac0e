import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { ImportReport } from '../../lib/cli/print-import.ts';
import { program } from '../../tools/programs.ts';

/** A folder of checkouts, by `<owner>-<repository>`; the configuration leaves this file out without. */
const corpus = process.env['SLUICE_CORPUS'] ?? '';
const checkout = fileURLToPath(new URL('../..', import.meta.url));

const repositories = [
  'onedr0p-home-ops',
  'fluxcd-flux2-kustomize-helm-example',
  'fluxcd-flux2-multi-tenancy',
].filter((repository) => existsSync(join(corpus, repository)));

/** What a person's project has, for the compiler. */
const settings = {
  extends: join(checkout, 'tsconfig.json'),
  compilerOptions: { typeRoots: [join(checkout, 'node_modules/@types')] },
  include: ['apps', 'clusters'],
};

async function importTo(out: string, repository: string): Promise<ImportReport> {
  const env = { ...process.env, SLUICE_KUSTOMIZE: await program('kustomize') };
  const sluice = join(checkout, 'bin/sluice.mjs');
  const args = [sluice, 'import', join(corpus, repository), '--out', out, '--json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as ImportReport;
}

function compile(out: string): string {
  writeFileSync(join(out, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(out, 'tsconfig.json'), JSON.stringify(settings));
  mkdirSync(join(out, 'node_modules'));
  symlinkSync(checkout, join(out, 'node_modules/sluice'));
  for (const name of ['cdk8s', 'constructs']) {
    symlinkSync(join(checkout, 'node_modules', name), join(out, 'node_modules', name));
  }
  const tsc = join(checkout, 'node_modules/.bin/tsc');
  return spawnSync(tsc, ['--noEmit', '-p', out], { encoding: 'utf8' }).stdout;
}

describe.runIf(repositories.length > 0)('an import of somebody’s repository', () => {
  test.each(repositories)('%s is all of it, and compiles', async (repository) => {
    const out = mkdtempSync(join(tmpdir(), 'sluice-corpus-'));
    try {
      const { clusters, apps, left } = await importTo(out, repository);
      expect(left).toEqual([]);
      expect(apps.filter((each) => each.as === 'yaml')).toEqual([]);
      for (const { kustomizations, objects } of clusters) {
        expect(kustomizations.imported + kustomizations.elsewhere).toBe(kustomizations.all);
        expect(objects.constructs + objects.components).toBeGreaterThanOrEqual(objects.all);
      }
      expect(compile(out)).toBe('');
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });
});
