import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Repository } from './repository.ts';

/** What a source's status says about the archive of a commit. */
export interface Artifact {
  readonly url: string;
  readonly path: string;
  readonly revision: string;
  readonly digest: string;
  readonly size: number;
}

/** Serves commits as source-controller does: a tar.gz for each, on a loopback port. */
export class ArtifactServer {
  readonly #server: Server;
  readonly #directory: string;
  readonly #archives = new Map<string, Buffer>();

  private constructor(directory: string) {
    this.#directory = directory;
    this.#server = createServer((request, response) => {
      const archive = this.#archives.get(request.url ?? '');
      response.writeHead(archive === undefined ? 404 : 200, { connection: 'close' });
      response.end(archive);
    });
  }

  static async start(directory: string): Promise<ArtifactServer> {
    await mkdir(directory, { recursive: true });
    const artifacts = new ArtifactServer(directory);
    artifacts.#server.listen(0, '127.0.0.1');
    await once(artifacts.#server, 'listening');
    artifacts.#server.unref();
    return artifacts;
  }

  /** Packs a commit, and gives what a source's status says about it. */
  async add(repository: Repository, commit: string): Promise<Artifact> {
    const file = join(this.#directory, `${commit}.tar`);
    await repository.archive(commit, file);
    // Node writes no time into the header, so a commit has one digest.
    const archive = gzipSync(await readFile(file), { level: 1 });
    const path = `gitrepository/${commit}.tar.gz`;
    this.#archives.set(`/${path}`, archive);
    const { port } = this.#server.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}/${path}`,
      path,
      revision: `main@sha1:${commit}`,
      digest: `sha256:${createHash('sha256').update(archive).digest('hex')}`,
      size: archive.length,
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
