import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { program } from '../../tools/programs.ts';
import { run } from '../../tools/run.ts';
import { temporaryFolder } from '../support/folder.ts';
import { finish, type Outcome as Ended, start } from '../support/sluice.ts';
import { writeFile } from '../support/tree.ts';
import {
  describeCluster,
  type KubernetesClient,
  type KubernetesObject,
  listEverything,
  waitFor,
} from './harness/index.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));

const main = `
import { ApiObject } from 'cdk8s';
import { AppChart, Cluster, Environment, holdsNoSecret, run } from 'sluice';

run((fleet) => {
  for (const name of ['test', 'other']) {
    const cluster = new Cluster(fleet, name, {
      environment: Environment.production,
      domain: 'example.org',
      kubernetes: '1.36',
      source: { url: 'https://example.org/manifests', branch: 'main' },
    });
    const web = new AppChart(cluster, 'web', { namespace: 'demo' });
    const data = { colour: 'blue' };
    new ApiObject(web, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', data });
    const ports = [{ port: 80 }];
    new ApiObject(web, 'service', { apiVersion: 'v1', kind: 'Service', spec: { ports } });
    const secret = { apiVersion: 'v1', kind: 'Secret', stringData: { word: 'known' } };
    holdsNoSecret(new ApiObject(web, 'words', secret), 'a word that anybody may know');
    new AppChart(cluster, 'quiet', { namespace: 'demo' });
  }
});
`;

/** One line of the checklist, as JSON has it. */
interface Line {
  readonly id: string;
  readonly status: 'pass' | 'fail' | 'not checked';
  readonly problems?: readonly { readonly message: string; readonly location: Location }[];
  readonly notes?: readonly string[];
  readonly why?: readonly string[];
}

interface Location {
  readonly object?: string;
}

const kustomizations = { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' };
const webOwner = { ...kustomizations, namespace: 'flux-system', name: 'web' };
const settings = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'demo', name: 'settings' };

describeCluster('the checklist of a running cluster', (cluster) => {
  let work = '';
  let env: NodeJS.ProcessEnv = {};
  const client = (): KubernetesClient => cluster().client;

  function sluice(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return finish(start(args, work, { ...env, ...more }));
  }

  async function verify(
    args: readonly string[] = [],
    more: NodeJS.ProcessEnv = {},
  ): Promise<ReadonlyMap<string, Line>> {
    const named = args.includes('--cluster') ? [] : ['--cluster', 'test'];
    const all = ['verify', ...named, '--live', '--json', '--repo', repository(), ...args];
    const { stdout, stderr } = await sluice(all, more);
    expect(stderr).toBe('');
    const { checks } = JSON.parse(stdout) as { checks: readonly Line[] };
    return new Map(checks.map((each) => [each.id, each]));
  }

  /** What fails, as `<check> <object>: <message>`. */
  function failing(lines: ReadonlyMap<string, Line>): string[] {
    return [...lines.values()].flatMap(({ id, problems = [] }) =>
      problems.map(({ message, location }) => `${id} ${location.object ?? ''}: ${message}`),
    );
  }

  function repository(): string {
    return join(cluster().directory, 'repository.git');
  }

  /** Has Flux look at a Kustomization now, and waits until it has. */
  async function reconcile(): Promise<void> {
    const requestedAt = new Date().toISOString();
    const annotations = { 'reconcile.fluxcd.io/requestedAt': requestedAt };
    await client().patch(webOwner, { metadata: { annotations } });
    await waitFor(
      async () => {
        const { status } = await client().get(webOwner);
        const handled = (status as { lastHandledReconcileAt?: string }).lastHandledReconcileAt;
        return handled === requestedAt;
      },
      { describe: 'Flux did not look at web' },
    );
  }

  async function kubectl(...args: readonly string[]): Promise<string> {
    const withCluster = { ...process.env, KUBECONFIG: cluster().kubeconfig };
    return run(await program('kubectl'), args, { env: withCluster });
  }

  async function versions(): Promise<readonly string[]> {
    const all: readonly KubernetesObject[] = await listEverything(client());
    return all
      .map(({ kind, metadata }) => {
        const { namespace = '', name, resourceVersion = '' } = metadata;
        return `${kind} ${namespace}/${name} ${resourceVersion}`;
      })
      .sort();
  }

  beforeAll(async () => {
    const cleanUp: (() => void)[] = [];
    afterAll(() => {
      for (const each of cleanUp) each();
    });
    work = temporaryFolder((clean) => void cleanUp.push(clean as () => void));
    const git = dirname((await run('which', ['git'])).trim());
    env = {
      PATH: `${dirname(await program('kubectl'))}:${git}:${dirname(process.execPath)}`,
      HOME: work,
      KUBECONFIG: cluster().kubeconfig,
      NO_COLOR: '1',
    };
    mkdirSync(join(work, 'node_modules'));
    symlinkSync(checkout, join(work, 'node_modules/sluice'));
    symlinkSync(join(checkout, 'node_modules/cdk8s'), join(work, 'node_modules/cdk8s'));
    symlinkSync(join(checkout, 'node_modules/tsx'), join(work, 'node_modules/tsx'));
    writeFile(work, 'package.json', '{ "type": "module" }');
    writeFile(work, 'cdk8s.yaml', 'app: node --conditions=source --import tsx main.ts\n');
    writeFile(work, '.gitignore', 'node_modules\ndist\n.*\n*.json\n');
    writeFile(work, 'main.ts', main);
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
    await run('git', ['init', '--quiet', '--initial-branch=main'], { cwd: work });
    await run('git', ['add', '.'], { cwd: work });
    await run('git', [...identity, 'commit', '--quiet', '-m', 'The program'], { cwd: work });

    cluster().keepReady();
    await cluster().commit(new Map([['README.md', 'Manifests']]));
    const published = await sluice(['publish', '--repo', repository(), '--branch', 'main']);
    expect(published.stderr).toBe('');
    await sluice(['synth', '--output', 'dist', '--no-validate']);
    await cluster().installKindsOf(join(work, 'dist'));
    await cluster().syncFrom({ path: 'clusters/test/flux-system' });
    const commit = (await run('git', ['rev-parse', 'main'], { cwd: repository() })).trim();
    await cluster().waitReady(await cluster().publish(commit));
    // What the operator would install; nothing runs here, and the double says that all is well.
    await client().apply({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'kustomize-controller',
        namespace: 'flux-system',
        labels: { 'app.kubernetes.io/part-of': 'flux' },
      },
      spec: {
        selector: { matchLabels: { app: 'a' } },
        template: {
          metadata: { labels: { app: 'a' } },
          spec: { containers: [{ name: 'manager', image: 'example.org/a:1' }] },
        },
      },
    });
    await waitFor(
      async () => {
        const [found] = await client().list({ apiVersion: 'apps/v1', kind: 'Deployment' });
        return (
          (found?.status as { availableReplicas?: number } | undefined)?.availableReplicas === 1
        );
      },
      { describe: 'the Deployment has no status' },
    );
  }, 180_000);

  test('passes where everything is as published, and changes nothing', async () => {
    let before = await versions();
    for (let again = true; again; ) {
      await setTimeout(1000);
      const now = await versions();
      again = String(now) !== String(before);
      before = now;
    }
    const lines = await verify();
    expect(failing(lines)).toEqual([]);
    const unchecked = [...lines.values()].filter(({ status }) => status === 'not checked');
    expect(unchecked.map(({ id }) => id)).toEqual(['branch-rules']);
    expect(await versions()).toEqual(before);
  });

  test('says what Flux would take back, and Flux does', async () => {
    await client().patch(settings, { data: { colour: 'red' } });
    const word = Buffer.from('other').toString('base64');
    await client().patch({ ...settings, kind: 'Secret', name: 'words' }, { data: { word } });
    await kubectl('annotate', 'service', 'service', '--namespace=demo', 'by=hand');

    expect(failing(await verify()).sort()).toEqual([
      'drift ConfigMap demo/settings: flux-system/web would change data.colour',
      'drift Secret demo/words: flux-system/web would change its values',
      'drift Service demo/service: flux-system/web would change metadata.annotations.by',
    ]);
    await reconcile();
    expect(failing(await verify())).toEqual([]);
    expect(await client().get(settings)).toMatchObject({ data: { colour: 'blue' } });
    const service = await client().get({ ...settings, kind: 'Service', name: 'service' });
    expect(service.metadata.annotations?.['by']).toBeUndefined();
  });

  test('says that an object is gone', async () => {
    await client().delete(settings);
    expect(failing(await verify())).toEqual([
      'drift ConfigMap demo/settings: it is not in the cluster; flux-system/web makes it again',
    ]);
    await reconcile();
    expect(failing(await verify())).toEqual([]);
  });

  test('says what somebody suspended', async () => {
    await client().patch(webOwner, { spec: { suspend: true } });
    const found = failing(await verify());
    await client().patch(webOwner, { spec: { suspend: null } });
    expect(found).toContain('suspended-objects Kustomization flux-system/web: it is suspended');
  });

  test('tells what is left behind from copies and from what is to stay', async () => {
    const labels = (name: string) => ({
      'kustomize.toolkit.fluxcd.io/name': name,
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    });
    const made = (name: string, metadata: object): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'demo', ...metadata },
    });
    const endpoints = { ...made('service', { labels: labels('web') }), kind: 'Endpoints' };
    const kept = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };
    const all = [
      made('left', { labels: labels('gone') }),
      made('claimed', { labels: labels('web') }),
      made('kept', { labels: labels('gone'), annotations: kept }),
      endpoints,
    ];
    for (const each of all) await client().create(each);
    onTestFinished(async () => {
      for (const { apiVersion, kind, metadata } of all) {
        await client().delete({ apiVersion, kind, name: metadata.name, namespace: 'demo' });
      }
    });
    const lines = await verify();
    expect(failing(lines).sort()).toEqual([
      'orphaned-objects ConfigMap demo/claimed: its labels name Kustomization flux-system/web, which does not have it',
      'orphaned-objects ConfigMap demo/left: its labels name Kustomization flux-system/gone, which does not have it',
    ]);
    expect(lines.get('orphaned-objects')?.notes).toEqual([
      '1 object without an owner, kept by prune: disabled',
    ]);
  });

  test('says what an inventory lacks', async () => {
    const { status } = await client().get(webOwner);
    const { inventory } = status as { inventory: { entries: readonly { id: string }[] } };
    const entries = inventory.entries.filter(({ id }) => id !== 'demo_settings__ConfigMap');
    const change = { status: { inventory: { entries } } };
    await client().patch(webOwner, change, { subresource: 'status' });
    const found = failing(await verify());
    await client().patch(webOwner, { status: { inventory } }, { subresource: 'status' });
    expect(found).toEqual([
      'predicted-inventories ConfigMap demo/settings: the inventory of flux-system/web lacks it',
      'orphaned-objects ConfigMap demo/settings: its labels name Kustomization flux-system/web, which does not have it',
    ]);
  });

  test('says that what was pushed has not arrived', async () => {
    const commit = ['commit-tree', '-p', 'main', '-m', 'By hand', 'main^{tree}'];
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
    const bare = { cwd: repository() };
    const before = (await run('git', ['rev-parse', 'main'], bare)).trim();
    const next = (await run('git', [...identity, ...commit], bare)).trim();
    await run('git', ['update-ref', 'refs/heads/main', next], bare);
    const lines = await verify();
    await run('git', ['update-ref', 'refs/heads/main', before], bare);
    const [first] = lines.get('current-kustomizations')?.problems ?? [];
    const [applied, newest] = [before.slice(0, 12), next.slice(0, 12)];
    expect(first?.message).toBe(`it has applied main@sha1:${applied}, not ${newest}`);
  });

  test('reads certificates of Secrets that Flux uses, and nothing else of them', async () => {
    const certificate = readFileSync(join(cluster().directory, 'apiserver.crt'));
    const metadata = { name: 'forge', namespace: 'flux-system' };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata };
    const data = { 'tls.crt': certificate.toString('base64') };
    await client().create({ ...secret, data, stringData: { password: 'never-to-be-read' } });
    const source = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata,
      spec: { url: 'https://example.org/a', interval: '1h', secretRef: { name: 'forge' } },
    };
    await client().create(source);
    onTestFinished(async () => {
      await client().delete({ ...source, ...metadata });
      await client().delete({ ...secret, ...metadata });
    });
    await waitFor(
      async () => (await client().get({ ...source, ...metadata })).status !== undefined,
      { describe: 'the source has no status' },
    );
    const log = join(work, 'printed');
    const real = await program('kubectl');
    writeFile(work, 'bin/kubectl', `#!/bin/sh\n'${real}' "$@" | tee -a '${log}'\n`);
    chmodSync(join(work, 'bin/kubectl'), 0o755);
    const lines = await verify([], {
      PATH: `${join(work, 'bin')}:/usr/bin:/bin:${env['PATH'] ?? ''}`,
    });

    expect(failing(lines)).toEqual([]);
    expect(lines.get('expiring-credentials')).toMatchObject({ counted: '1 certificate' });
    const printed = readFileSync(log, 'utf8');
    expect(printed).toContain('forge');
    for (const value of ['never-to-be-read', 'known']) {
      expect(printed).not.toContain(Buffer.from(value).toString('base64'));
    }
  });

  test('asks no more of a cluster that is another one', async () => {
    const lines = await verify(['--cluster', 'other']);
    expect(failing(lines)).toEqual(['named-cluster : it is the cluster test, not other']);
    expect(lines.get('drift')?.why).toEqual(['it is another cluster']);
  });

  test('says what it may not look at, and fails for nothing of it', async () => {
    await client().apply({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'reader' },
      rules: [
        { apiGroups: ['*'], resources: ['*'], verbs: ['list'] },
        { apiGroups: ['*'], resources: ['configmaps', 'services', 'namespaces'], verbs: ['get'] },
        { apiGroups: ['kustomize.toolkit.fluxcd.io'], resources: ['*'], verbs: ['get'] },
      ],
    });
    await client().apply({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'reader' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'reader' }],
    });
    const config = JSON.parse(readFileSync(cluster().kubeconfig, 'utf8')) as {
      users: { user: { as?: string } }[];
    };
    for (const { user } of config.users) user.as = 'reader';
    const file = join(work, 'reader.json');
    writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
    const lines = await verify([], { KUBECONFIG: file });
    expect(failing(lines)).toEqual([]);
    expect(lines.get('drift')?.status).toBe('not checked');
    expect(String(lines.get('drift')?.why)).toContain('forbidden');
    expect(lines.get('orphaned-objects')?.status).toBe('pass');
  });

  test('says that no cluster answers', async () => {
    const lines = await verify([], { KUBECONFIG: join(work, 'missing.json') });
    expect(lines.get('named-cluster')?.status).toBe('not checked');
    expect(lines.get('published-manifests')?.status).toBe('pass');
  });
});
