/** Charts and archives that tests make, and servers on loopback that hand them out. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

export type ChartFiles = Readonly<Record<string, string>>;

/** A small chart; more files can be given, and others in place of its own. */
export function chartFiles(name: string, version: string, files: ChartFiles = {}): ChartFiles {
  return {
    'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n`,
    'values.yaml': 'replicas: 1\n',
    'templates/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-config
  labels:
    helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
data:
  replicas: {{ .Values.replicas | quote }}
`,
    ...files,
  };
}

/** An archive as `helm package` makes it: all files in a folder of the chart's name. */
export function packChart(name: string, version: string, files: ChartFiles = {}): Uint8Array {
  const entries = Object.entries(chartFiles(name, version, files));
  return pack(entries.map(([path, text]) => ({ path: `${name}/${path}`, text })));
}

export interface Entry {
  readonly path: string;
  readonly text: string;
  /** The type in its header: a file unless said otherwise, `2` for a symbolic link. */
  readonly type?: string;
  readonly link?: string;
}

export function pack(entries: readonly Entry[]): Uint8Array {
  const blocks = entries.flatMap(({ path, text, type = '0', link = '' }) => {
    const content = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(path, 0);
    header.write('0000644\0', 100);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(type, 156);
    header.write(link, 157);
    header.write('ustar\0', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

export function sha256(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

interface Served {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly requests: string[];
}

type Answer = string | Uint8Array | undefined;

async function serve(
  answer: (path: string, request: IncomingMessage, response: ServerResponse) => Answer,
): Promise<Served> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const body = answer(request.url ?? '', request, response);
    if (body === undefined && response.statusCode === 200) response.statusCode = 404;
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** A chart repository: files by their path. */
export function serveRepository(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<Served> {
  return serve((path) => files[path.slice(1)]);
}

/** An index.yaml as `helm repo index` writes it. */
export function indexOf(
  charts: Readonly<Record<string, readonly [version: string, archive: Uint8Array][]>>,
): string {
  const entries = Object.entries(charts).map(([name, versions]) => {
    const items = versions.map(
      ([version, archive]) =>
        `  - apiVersion: v2\n    created: "2024-01-01T00:00:00Z"\n    digest: ${sha256(archive).slice(7)}\n` +
        `    name: ${name}\n    urls:\n    - ${name}-${version}.tgz\n    version: ${version}\n`,
    );
    return `  ${name}:\n${items.join('')}`;
  });
  return `apiVersion: v1\nentries:\n${entries.join('')}generated: "2024-01-01T00:00:00Z"\n`;
}

interface RegistryOptions {
  /** Charts by repository and tag. */
  readonly charts: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>;
  /** Whether it asks for a token, as most do even of strangers. */
  readonly needsToken?: boolean;
  /** Whether it gives other bytes than it says. */
  readonly isBroken?: boolean;
}

const layerType = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/**
 * Stands in for an OCI registry: the requests that pulls make (distribution-spec, endpoints 2, 3
 * and 8b), and no others.
 */
export function serveRegistry({
  charts,
  needsToken = false,
  isBroken = false,
}: RegistryOptions): Promise<Served> {
  const blobs = new Map<string, Uint8Array>();
  const manifests = new Map<string, string>();
  for (const [repository, tags] of Object.entries(charts)) {
    for (const [tag, archive] of Object.entries(tags)) {
      blobs.set(sha256(archive), archive);
      const layers = [{ mediaType: layerType, digest: sha256(archive), size: archive.length }];
      const manifest = JSON.stringify({ schemaVersion: 2, layers });
      manifests
        .set(`${repository}:${tag}`, manifest)
        .set(`${repository}:${sha256(manifest)}`, manifest);
    }
  }
  return serve((path, { headers }, response) => {
    if (path.startsWith('/token')) return JSON.stringify({ token: 'guest' });
    if (needsToken && headers.authorization !== 'Bearer guest') {
      response.statusCode = 401;
      const realm = `http://${headers.host ?? ''}/token`;
      response.setHeader('www-authenticate', `Bearer realm="${realm}",service="test"`);
      return undefined;
    }
    const [, repository = '', kind, reference = ''] =
      /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^?]+)/.exec(path) ?? [];
    if (kind === 'tags') return JSON.stringify({ tags: Object.keys(charts[repository] ?? {}) });
    if (kind === 'manifests') return manifests.get(`${repository}:${reference}`);
    const blob = blobs.get(reference);
    return blob !== undefined && isBroken ? Buffer.concat([blob, Buffer.from('x')]) : blob;
  });
}
