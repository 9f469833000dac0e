import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/kubernetes/index.ts';
import type { ChartOrigin, ChartRequest } from '../../../lib/reconcile/helm/index.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { indexOf, pack, packChart, serveRegistry, serveRepository, sha256 } from './fixtures.ts';
import { memoryTree } from '../../reconcile/memory-tree.ts';
import { chartPorts, memoryCache } from './setup.ts';

const web1 = packChart('web', '1.2.3');
const web2 = packChart('web', '1.3.0');
const next = packChart('web', '2.0.0-rc.1');
const index = indexOf({
  other: [['9.9.9', web1]],
  web: [
    ['1.2.3', web1],
    ['1.3.0', web2],
    ['2.0.0-rc.1', next],
  ],
});
const files = { 'web-1.2.3.tgz': web1, 'web-1.3.0.tgz': web2, 'web-2.0.0-rc.1.tgz': next };

function requestOf(origin: ChartOrigin): ChartRequest {
  return {
    origin,
    source: { kind: 'HelmRepository', namespace: 'demo', name: 'charts' },
    sourceManifest: undefined,
    valuesFiles: [],
    ignoreMissingValuesFiles: false,
    needsCredentials: false,
  };
}

const http = (host: string, version: string): ChartRequest =>
  requestOf({ type: 'http', url: `http://${host}`, name: 'web', version });

const artifact = (host: string, reference: object): ChartRequest =>
  requestOf({
    type: 'artifact',
    url: `oci://${host}/charts/web`,
    reference,
    mediaType: undefined,
    insecure: true,
  });

test.each([
  ['1.2.3', '1.2.3'],
  ['1.2.x', '1.2.3'],
  ['*', '1.3.0'],
  ['>=2.0.0-0', '2.0.0-rc.1'],
])('a repository gives for %s the version %s', async (range, version) => {
  const { host } = await serveRepository({ 'index.yaml': index, ...files });
  const charts = await chartPorts();
  expect(await charts.pull(http(host, range))).toMatchObject({ name: 'web', version });
});

test('an index in JSON, or with a wrong hash, is read as such', async () => {
  const entry = { version: '1.2.3', urls: ['web-1.2.3.tgz'] };
  const json = JSON.stringify({ entries: { web: [entry] } });
  const plain = await serveRepository({ 'index.yaml': json, ...files });
  const charts = await chartPorts();
  expect(await charts.pull(http(plain.host, '1.2.3'))).toMatchObject({ version: '1.2.3' });
  const wrong = JSON.stringify({ entries: { web: [{ ...entry, digest: '0'.repeat(64) }] } });
  const broken = await serveRepository({ 'index.yaml': wrong, ...files });
  expect(await charts.pull(http(broken.host, '1.2.3'))).toMatchObject({
    unavailable: expect.stringMatching(/is not what its index.yaml says$/) as string,
  });
});

test('a version that was pulled is not asked for again, and a range is, unless offline', async () => {
  const { host, requests } = await serveRepository({ 'index.yaml': index, ...files });
  const shared = { directory: temporaryFolder(), cache: memoryCache() };
  await (await chartPorts(shared)).pull(http(host, '1.2.3'));
  await (await chartPorts(shared)).pull(http(host, '1.x'));
  requests.length = 0;
  await (await chartPorts(shared)).pull(http(host, '1.2.3'));
  expect(requests).toEqual([]);
  const offline = await chartPorts({ ...shared, offline: true });
  expect(await offline.pull(http(host, '1.x'))).toMatchObject({ version: '1.3.0' });
  expect(requests).toEqual([]);
  await (await chartPorts(shared)).pull(http(host, '1.x'));
  expect(requests).not.toEqual([]);
});

test('offline, what was never pulled is unavailable, with what to do', async () => {
  const charts = await chartPorts({ offline: true });
  expect(await charts.pull(http('charts.example.org', '1.2.3'))).toEqual({
    unavailable:
      'http://charts.example.org/web 1.2.3 was not pulled before, and --offline forbids it now',
    hint: 'Run once without --offline, or give a folder in its place: --source NAME=DIR.',
  });
});

test('a registry is asked with a token, for a version or a range', async () => {
  const tags = { '1.2.3': web1, '1.3.0_build': packChart('web', '1.3.0+build'), latest: web1 };
  const { host } = await serveRegistry({ charts: { 'charts/web': tags }, needsToken: true });
  const request = (version: string): ChartRequest =>
    requestOf({
      type: 'registry',
      url: `oci://${host}/charts`,
      name: 'web',
      version,
      insecure: true,
    });
  const charts = await chartPorts();
  expect(await charts.pull(request('1.2.3'))).toMatchObject({ version: '1.2.3' });
  expect(await charts.pull(request('1.x'))).toMatchObject({ version: '1.3.0+build' });
  expect(await charts.pull(request('2.x'))).toMatchObject({
    unavailable: expect.stringMatching(/matches no tag$/) as string,
  });
});

test('a chart of an OCIRepository has the digest of its manifest in its version', async () => {
  const { host } = await serveRegistry({
    charts: { 'charts/web': { '1.2.3': web1, edge: web1, '2.0.0': web1 } },
  });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    layers: [
      {
        mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
        digest: sha256(web1),
        size: web1.length,
      },
    ],
  });
  const version = `1.2.3+${sha256(manifest).slice(7, 19)}`;
  const charts = await chartPorts();
  for (const reference of [
    { tag: '1.2.3' },
    { tag: 'edge' },
    { semver: '1.x' },
    { digest: sha256(manifest) },
  ]) {
    expect(await charts.pull(artifact(host, reference))).toMatchObject({ version });
  }
  expect(await charts.pull(artifact(host, { tag: '2.0.0' }))).toEqual({
    problem: 'its chart cannot be read: its tag 2.0.0 is not its version 1.2.3',
  });
});

test('content that is not what its digest says is refused, and so is a changed cache', async () => {
  const broken = await serveRegistry({
    charts: { 'charts/web': { '1.2.3': web1 } },
    isBroken: true,
  });
  const charts = await chartPorts();
  expect(await charts.pull(artifact(broken.host, { tag: '1.2.3' }))).toMatchObject({
    unavailable: expect.stringMatching(/gives something else than sha256:/) as string,
  });
});

test('a registry that wants a password is unavailable, and says how to log in', async () => {
  const { host } = await serveRepository({});
  const charts = await chartPorts();
  expect(await charts.pull(artifact(host, { tag: '1.2.3' }))).toMatchObject({
    unavailable: `${host}/charts/web answers 404 for manifests/1.2.3`,
  });
});

test('a folder that stands in for a source is read instead', async () => {
  const tree = memoryTree({
    'web/Chart.yaml': 'name: web\nversion: 0.0.1\n',
    'web/templates/a.yaml': '',
  });
  const charts = await chartPorts({ offline: true, mapped: new Map([['charts', tree]]) });
  expect(await charts.pull(http('example.org', '1.2.3'))).toMatchObject({ version: '0.0.1' });
});

test('the files of a Git repository are those of the commit that is asked for', async () => {
  const folder = temporaryFolder();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
      cwd: folder,
    });
  git('init', '--quiet', '--initial-branch=main');
  for (const version of ['1.0.0', '1.1.0', '2.0.0']) {
    writeFileSync(join(folder, 'version'), version);
    git('add', '.');
    git('commit', '--quiet', '--message', version);
    git('tag', version);
  }
  symlinkSync('/etc/passwd', join(folder, 'link'));
  git('add', '.');
  git('commit', '--quiet', '--message', 'link');
  const commit = git('rev-parse', '1.0.0').toString().trim();

  const url = 'https://git.example.org/repo';
  const env = {
    ...process.env,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `url.file://${folder}.insteadOf`,
    GIT_CONFIG_VALUE_0: url,
  };
  const shared = { directory: temporaryFolder(), cache: memoryCache(), env };
  const charts = await chartPorts(shared);
  const pull = async (ports: typeof charts, ref: JsonObject) => {
    const source = await ports.pullSource({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { namespace: 'demo', name: 'repo' },
      spec: { url, ref },
    });
    if ('unavailable' in source) return source.unavailable;
    return [
      [...source.tree.list('')!.keys()].join(),
      new TextDecoder().decode(source.tree.read('version')),
    ];
  };
  expect(await pull(charts, { branch: 'main' })).toEqual(['version', '2.0.0']);
  expect(await pull(charts, { tag: '1.1.0' })).toEqual(['version', '1.1.0']);
  expect(await pull(charts, { semver: '1.x' })).toEqual(['version', '1.1.0']);
  expect(await pull(charts, { commit })).toEqual(['version', '1.0.0']);
  expect(await pull(charts, { branch: '--upload-pack=touch' })).toMatch(/cannot be fetched/);
  const offline = await chartPorts({ ...shared, offline: true });
  expect(await pull(offline, { branch: 'main' })).toEqual(['version', '2.0.0']);
  expect(await pull(offline, { tag: '2.0.0' })).toMatch(/--offline forbids it now$/);
}, 60_000);

test('the files of a Git repository are as they are committed, whatever their attributes', async () => {
  const folder = temporaryFolder();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
      cwd: folder,
    });
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(folder, 'a.yaml'), 'a: $Format:%H$\n');
  writeFileSync(join(folder, 'b.yaml'), 'b: 1\n');
  git('add', '.');
  const attributes = 'a.yaml export-subst text eol=crlf\nb.yaml export-ignore\n';
  writeFileSync(join(folder, '.gitattributes'), attributes);
  git('add', '.');
  git('commit', '--quiet', '--message', 'a');
  const url = 'https://git.example.org/attributes';
  const charts = await chartPorts({
    env: {
      ...process.env,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.file://${folder}.insteadOf`,
      GIT_CONFIG_VALUE_0: url,
    },
  });
  const pull = (spec: JsonObject) =>
    charts.pullSource({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { namespace: 'demo', name: 'repo' },
      spec: { url, ref: { branch: 'main' }, ...spec },
    });
  const source = await pull({});
  if ('unavailable' in source) throw new Error(source.unavailable);
  expect([...source.tree.list('')!.keys()]).toEqual(['.gitattributes', 'a.yaml', 'b.yaml']);
  expect(new TextDecoder().decode(source.tree.read('a.yaml'))).toBe('a: $Format:%H$\n');
  expect(await pull({ recurseSubmodules: true })).toMatchObject({
    unavailable: `${url} has submodules, which are not fetched here`,
  });
}, 60_000);

test('the files of an OCI artifact are those of its first layer', async () => {
  const layer = pack([{ path: './apps/a.yaml', text: 'a: b' }]);
  const { host } = await serveRegistry({ charts: { 'org/manifests': { latest: layer } } });
  const source = await (await chartPorts()).pullSource({
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'OCIRepository',
    metadata: { namespace: 'demo', name: 'repo' },
    spec: { url: `oci://${host}/org/manifests`, insecure: true },
  });
  if ('unavailable' in source) throw new Error(source.unavailable);
  expect([...source.tree.list('apps')!]).toEqual([['a.yaml', 'file']]);
  expect(source.revision).toMatch(/^sha256:/);
});
