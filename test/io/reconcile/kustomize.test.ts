import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findKustomize } from '../../../lib/io/reconcile/index.ts';

test('a build that prints without end is ended', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'sluice-kustomize-')), 'kustomize');
  writeFileSync(file, '#!/bin/sh\nexec /bin/cat /dev/zero\n');
  chmodSync(file, 0o755);
  const kustomize = findKustomize({ SLUICE_KUSTOMIZE: file });
  expect(await kustomize.build(new Map([['app/a.yaml', new Uint8Array()]]), 'app')).toEqual({
    problem: 'kustomize printed more than 67108864 bytes',
  });
});
