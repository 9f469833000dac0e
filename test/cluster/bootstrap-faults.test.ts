import { once } from 'node:events';
import { beforeAll, expect, test } from 'vitest';
import build from '../support/build.ts';
import { finish, start } from '../support/sluice.ts';
import {
  accessTo,
  bootstrapArgs,
  bootstrapped,
  emptyCluster,
  installFile,
  kubeconfigWith,
  type Project,
  projectFor,
  runFlux,
  sluice,
} from './fixtures/bootstrapping.ts';
import { faultyProxy } from './fixtures/faulty-proxy.ts';
import { type Cluster, describeWithGo, listEverything } from './harness/index.ts';

const titles = [
  'The namespace flux-system',
  'Credentials of the source',
  'Keys that decrypt secrets',
  'The controllers of Flux',
  'The source and the root Kustomization',
  'The app flux, and all apps',
] as const;

/** What is there, and who applied it. */
async function outcome({ client }: Cluster): Promise<readonly string[]> {
  const all = await listEverything(client);
  const ours = all.filter(({ metadata: { namespace = '' } }) =>
    ['flux-system', 'demo'].includes(namespace),
  );
  return ours
    .map(({ kind, metadata, spec = null, data = {} }) => {
      const { managedFields = [] } = metadata as { managedFields?: { manager: string }[] };
      const managers = managedFields.map(({ manager }) => manager).sort();
      // A deploy key is another one in each cluster.
      const keys = Object.keys(data as object);
      return JSON.stringify([kind, metadata.namespace, metadata.name, managers, spec, keys]);
    })
    .sort();
}

/** Runs the command until it says a line, and kills it then. */
async function killedAt(project: Project, args: readonly string[], line: string): Promise<void> {
  const child = start(args, project.folder, project.env);
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes(line)) child.kill('SIGKILL');
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect([code, signal]).toEqual([null, 'SIGKILL']);
}

function deployKeyIn(stdout: string): string | undefined {
  return /ssh-ed25519 \S+/.exec(stdout)?.[0];
}

describeWithGo('a bootstrap', () => {
  let known: readonly string[] | undefined;

  beforeAll(build, 300_000);

  /** What it brings about where nothing goes wrong. */
  async function undisturbed(): Promise<readonly string[]> {
    if (known !== undefined) return known;
    const cluster = await emptyCluster();
    try {
      const project = await projectFor(cluster);
      const args = bootstrapArgs(cluster, '--components', await installFile(project));
      await bootstrapped(cluster, project, args);
      known = await outcome(cluster);
      return known;
    } finally {
      await cluster.stop();
    }
  }

  test.each(titles)('that is killed at "%s", and again after it, ends the same', async (title) => {
    const cluster = await emptyCluster();
    try {
      const project = await projectFor(cluster);
      const args = bootstrapArgs(cluster, '--components', await installFile(project));
      const flux = runFlux(cluster);
      await killedAt(project, args, `… ${title}`);
      // A stage whose secrets are there by now is none.
      const isSecret = /Credentials|Keys/.test(title);
      await killedAt(project, args, isSecret ? '✓' : `✓ ${title}`);
      const last = await sluice(project, args);
      await flux;
      expect(last).toMatchObject({ code: 0 });
      expect(await outcome(cluster)).toEqual(await undisturbed());
      const again = await sluice(project, args);
      expect(deployKeyIn(again.stdout)).toBe(deployKeyIn(last.stdout));
    } finally {
      await cluster.stop();
    }
  });

  test('goes on while the API server restarts at every stage', async () => {
    const cluster = await emptyCluster({ writesReady: false });
    try {
      const project = await projectFor(cluster);
      const install = await installFile(project, { hasDeployment: false });
      const args = bootstrapArgs(cluster, '--components', install, '--timeout', '3');
      const child = start(args, project.folder, project.env);
      let restarts = 0;
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        for (const title of titles) {
          if (!text.includes(`… ${title}`)) continue;
          restarts += 1;
          void cluster.restart('kube-apiserver');
        }
      });
      const [ended] = await Promise.all([finish(child), runFlux(cluster)]);
      expect(ended).toMatchObject({ code: 0 });
      expect(restarts).toBe(titles.length);
    } finally {
      await cluster.stop();
    }
  });

  test('goes on where answers are refusals that pass, or do not come', async () => {
    const cluster = await emptyCluster();
    const proxy = await faultyProxy(accessTo(cluster));
    try {
      const project = await projectFor(cluster);
      const kubeconfig = kubeconfigWith(cluster, project, {}, proxy.url);
      const install = await installFile(project);
      const args = bootstrapArgs(cluster, '--components', install, '--kubeconfig', kubeconfig);
      await bootstrapped(cluster, project, [...args, '--timeout', '3']);
      expect(await outcome(cluster)).toEqual(await undisturbed());
      expect(proxy.struck.size).toBe(5);
    } finally {
      await Promise.all([proxy.stop(), cluster.stop()]);
    }
  });
});
