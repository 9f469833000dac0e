/**
 * Builds lib and charts into dist: declarations a file by tsc, and code in few files by esbuild, as
 * most of what a short command takes is loading modules. What a removed source left behind goes, as it
 * would be published.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bin, checkout, run } from './process.ts';

for (const folder of ['lib', 'charts']) {
  rmSync(join(checkout, 'dist', folder), { recursive: true, force: true });
}
const declared = run(...bin('tsc', '--project', 'tsconfig.build.json'), 'shown');
await build({
  absWorkingDir: checkout,
  entryPoints: ['lib/index.ts', 'lib/testing/index.ts', 'lib/cli/main.ts', 'charts/index.ts'],
  outbase: '.',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  // As deep below lib as `lib/constructs/private`, which knows the toolkit's frames by its own place.
  chunkNames: 'lib/shared/chunks/[name]-[hash]',
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
});
process.exitCode = (await declared).code;
