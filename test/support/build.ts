import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkout, run, tool } from '../../tools/process.ts';

/**
 * Builds once before all tests, if a source is newer than the build. Command tests start the
 * command some two hundred times, and the build starts three times as fast as the sources.
 */
export default async function build(): Promise<void> {
  if (isCurrent()) return;
  const { code, output } = await run(...tool('build'));
  if (code !== 0) throw new Error(`the build failed:\n${output}`);
}

function isCurrent(): boolean {
  const built = statSync(join(checkout, 'dist/lib/cli/main.js'), { throwIfNoEntry: false });
  if (built === undefined) return false;
  return ['lib', 'charts'].every((folder) =>
    readdirSync(join(checkout, folder), { recursive: true, encoding: 'utf8' }).every(
      (file) => statSync(join(checkout, folder, file)).mtimeMs <= built.mtimeMs,
    ),
  );
}
