/** Writes the new tree of interrupted.ts to a folder, and ends itself after so many changes. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { writeTree } from '../../lib/io/index.ts';
import { newTree } from './interrupted.ts';

const [, , root = '', limit = ''] = process.argv;
let count = 0;
for (const name of ['mkdirSync', 'writeFileSync', 'renameSync', 'rmSync', 'rmdirSync'] as const) {
  const real = fs[name] as (...args: unknown[]) => unknown;
  Object.assign(fs, {
    [name]: (...args: unknown[]) => {
      count += 1;
      if (count > Number(limit)) process.kill(process.pid, 'SIGKILL');
      return real(...args);
    },
  });
}
syncBuiltinESMExports();
writeTree(root, newTree);
