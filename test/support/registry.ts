import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { program } from '../../tools/programs.ts';
import { type FaultyServer, faultyServer } from './faulty-server.ts';
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

/**
 * A registry that lets in who has a token that it gave for the name and password, as those of Docker,
 * GitHub and GitLab do (distribution, docs/spec/auth/token.md); all else it leaves to a real one.
 */
export async function startGuardedRegistry(
  password: string,
  finished: typeof onTestFinished = onTestFinished,
): Promise<FaultyServer> {
  const real = await startRegistry(finished);
  const basic = `Basic ${Buffer.from(`ada:${password}`).toString('base64')}`;
  const server = await faultyServer(async (request) => {
    const { pathname, search, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const { authorization, host: _, connection: __, ...headers } = request.headers;
    if (pathname === '/token') {
      const isKnown = authorization === basic;
      const token = `for ${searchParams.get('scope') ?? ''}`;
      const body = Buffer.from(isKnown ? JSON.stringify({ token }) : '{}');
      return { status: isKnown ? 200 : 401, headers: {}, body };
    }
    const actions = ['GET', 'HEAD'].includes(request.method ?? '') ? 'pull' : 'pull,push';
    const scope = `repository:acme/fleet:${actions}`;
    if (!authorization?.startsWith(`Bearer for ${scope}`)) {
      const challenge = `Bearer realm="${server.url}/token",service="a",scope="${scope}"`;
      return { status: 401, headers: { 'WWW-Authenticate': challenge }, body: Buffer.alloc(0) };
    }
    const body = await buffer(request);
    const response = await fetch(`http://${real}${pathname}${search}`, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(body.length > 0 && { body }),
    });
    const given = Object.fromEntries(response.headers);
    return {
      status: response.status,
      headers: given,
      body: Buffer.from(await response.arrayBuffer()),
    };
  }, finished);
  return server;
}
