import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { exampleFleet } from '../support/example.ts';
import { cleanSynth } from '../support/fleet.ts';
import { temporaryFolder } from '../support/folder.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../support/print-example.ts', import.meta.url));
const tsx = import.meta.resolve('tsx');

/** The example as another process synthesizes it. */
async function elsewhere(env: NodeJS.ProcessEnv, cwd: string): Promise<unknown> {
  const args = ['--conditions=source', '--import', tsx, script];
  const { stdout } = await run(process.execPath, args, { cwd, env: { ...process.env, ...env } });
  return JSON.parse(stdout);
}

describe('a fleet is the same bytes', () => {
  const here = [...cleanSynth((fleet) => exampleFleet(fleet)).tree];

  it('when it is synthesized again', () => {
    expect([...cleanSynth((fleet) => exampleFleet(fleet)).tree]).toEqual(here);
  });

  it('in another folder, time zone and language, in another process', async () => {
    const env = { TZ: 'Asia/Kolkata', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };
    expect(await elsewhere(env, temporaryFolder())).toEqual(here);
  });

  it('whatever the order in which its apps are created', () => {
    const sorted = (reverse: boolean) =>
      [...cleanSynth((fleet) => exampleFleet(fleet, reverse)).tree].sort();
    expect(sorted(true)).toEqual(sorted(false));
  });
});
