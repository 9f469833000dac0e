import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * A new folder that is gone after the test.
 *
 * @param finished the test's own `onTestFinished`, where tests run side by side
 */
export function temporaryFolder(finished: typeof onTestFinished = onTestFinished): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-test-'));
  finished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
