/** Compiles lib and charts into dist. What a removed source left behind goes, as it would be published. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bin, checkout, run } from './process.ts';

for (const folder of ['lib', 'charts']) {
  rmSync(join(checkout, 'dist', folder), { recursive: true, force: true });
}
const { code } = await run(...bin('tsc', '--project', 'tsconfig.build.json'), 'shown');
process.exitCode = code;
