import { existsSync } from 'node:fs';
import { run } from './process.ts';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A Chromium of this machine: what $SLUICE_CHROMIUM names, or where distributions put it. */
export function findChromium(): string | undefined {
  return [process.env['SLUICE_CHROMIUM'] ?? '', ...places].find((each) => existsSync(each));
}

/**
 * Finds Chromium; in CI, where tests may change the machine, installs the package of Debian.
 *
 * @throws Error that says what to do, where there is none
 */
export async function needChromium(): Promise<string> {
  const found = findChromium();
  if (found !== undefined) return found;
  const isRoot = process.getuid?.() === 0;
  if (process.env['CI'] === undefined || !isRoot || !existsSync('/usr/bin/apt-get')) {
    throw new Error(
      'Chromium was not found. Install it (Debian: apt-get install chromium), or name it with SLUICE_CHROMIUM.',
    );
  }
  console.log('Installing Chromium');
  let printed = '';
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { output } = await run('/usr/bin/env', [
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-o',
      'Acquire::Retries=3',
      ...args,
    ]);
    printed += output;
  }
  const installed = findChromium();
  if (installed === undefined) throw new Error(`Chromium could not be installed:\n${printed}`);
  return installed;
}
