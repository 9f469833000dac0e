import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findKustomize } from '../../../lib/io/reconcile/index.ts';
import { temporaryFolder } from '../../support/folder.ts';

/** What a build says whose program is this script. */
function saidBy(script: string) {
  const file = join(temporaryFolder(), 'kustomize');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  const kustomize = findKustomize({ SLUICE_KUSTOMIZE: file });
  return kustomize.build(new Map([['app/a.yaml', new Uint8Array()]]), 'app');
}

test('a build that prints without end is ended', async () => {
  expect(await saidBy('exec /bin/cat /dev/zero')).toEqual({
    problem: 'kustomize printed more than 67108864 bytes',
  });
});

const failing = (text: string) => `/bin/cat >&2 <<'END'\n${text}\nEND\nexit 1`;

test.each([
  'Error: no "such" file',
  'E1121 20:13:59.206904   18940 run.go:72] "command failed" err="no \\"such\\" file"',
  'E1121 20:13:59.206904   18940 run.go:72] "command failed" err=<\n\tno "such"\n\t  file\n >',
])('what it says is told without what stands around it: %s', async (text) => {
  expect(await saidBy(failing(text))).toEqual({ problem: 'no "such" file' });
});
