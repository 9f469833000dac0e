import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { program } from '../../tools/programs.ts';
import { temporaryFolder } from './folder.ts';
import { filesIn } from './tree.ts';

/** A real registry, empty, until the test ends. */
export async function startRegistry(finished: typeof onTestFinished = onTestFinished) {
  const server: ChildProcess = spawn(await program('oci-check'), ['serve'], { stdio: 'pipe' });
  finished(() => void server.stdin?.end());
  return new Promise<string>((resolve) => {
    server.stdout?.once('data', (text: Buffer) => resolve(text.toString().trim()));
  });
}

/** What Flux pulls: an artifact's metadata, and its files. */
export async function pullAsFlux(url: string, finished: typeof onTestFinished = onTestFinished) {
  const folder = temporaryFolder(finished);
  const printed = execFileSync(await program('oci-check'), ['pull', url, folder]);
  const metadata = JSON.parse(printed.toString()) as {
    readonly digest: string;
    readonly source_revision: string;
    readonly source_url: string;
    readonly created: string;
  };
  return { metadata, files: filesIn(folder) };
}
