import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheEntry, sha256 } from './cache.ts';

const start = promisify(execFile);

/** The Node that is maintained longest today. npm carries it as packages, with these hashes. */
const version = '24.21.0';
const integrity: Readonly<Record<string, string>> = {
  'linux-x64':
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  'linux-arm64':
    'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
};
const platform = `${process.platform}-${process.arch}`;

/** Whether npm carries that Node for this machine under a hash that is known here. */
export const hasNodeRelease = platform in integrity;

/**
 * The folder with the `node` of the current long-term release. It is downloaded once; a package or a
 * file that is not what it was when its hash was noted is not run.
 */
export async function nodeRelease(): Promise<string> {
  const expected = integrity[platform] ?? '';
  const { directory } = await cacheEntry('node', sha256(version, expected), async (folder) => {
    const name = `node-${platform}`;
    // Outside of any project, so that no setting of one takes part.
    await start('npm', ['pack', '--silent', '--pack-destination', folder, `${name}@${version}`], {
      cwd: tmpdir(),
    });
    const packed = join(folder, `${name}-${version}.tgz`);
    const hash = createHash('sha512').update(await readFile(packed));
    if (`sha512-${hash.digest('base64')}` !== expected) {
      throw new Error(`${name}@${version} is not what it was when its hash was noted`);
    }
    const member = ['--strip-components=2', 'package/bin/node'];
    await start('tar', ['--extract', '--gzip', '--file', packed, '--directory', folder, ...member]);
    await rm(packed);
  });
  return directory;
}
