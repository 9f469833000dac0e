import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { program } from '../../../tools/programs.ts';
import { KubernetesClient } from './client.ts';
import { freePorts } from './ports.ts';
import type { Processes } from './processes.ts';
import { waitFor } from './wait.ts';

export interface ControlPlane {
  readonly client: KubernetesClient;
  /** The path of a kubeconfig with the rights of an administrator. */
  readonly kubeconfig: string;
}

/** Starts etcd, kube-apiserver and kube-controller-manager, and waits for the API. */
export async function startControlPlane(
  processes: Processes,
  apiServerFlags: readonly string[] = [],
): Promise<ControlPlane> {
  const [port = 0, etcdPort = 0, peerPort = 0] = await freePorts(3);
  await startEtcd(processes, etcdPort, peerPort);
  const token = randomBytes(24).toString('hex');
  await startApiServer(processes, { port, etcdPort, token, flags: apiServerFlags });

  const certificate = join(processes.directory, 'apiserver.crt');
  const key = join(processes.directory, 'apiserver.key');
  // The key is written last, so the certificate before it is whole.
  const ca = await waitFor(
    async () => {
      await processes.expectRunning('etcd');
      await processes.expectRunning('kube-apiserver');
      return (await exists(key)) && (await readFile(certificate, 'utf8'));
    },
    { describe: () => processes.explain('kube-apiserver', 'made no certificate') },
  );
  const client = new KubernetesClient({ port, token, ca });
  try {
    await waitFor(
      async () => {
        await processes.expectRunning('kube-apiserver');
        return client.request('GET', '/readyz').catch(() => undefined);
      },
      { timeout: 60_000, describe: () => processes.explain('kube-apiserver', 'is not ready') },
    );
    const kubeconfig = join(processes.directory, 'kubeconfig');
    await writeFile(kubeconfig, kubeconfigText({ port, token, ca }), { mode: 0o600 });
    await startControllerManager(processes, kubeconfig);
    return { client, kubeconfig };
  } catch (error) {
    client.close();
    throw error;
  }
}

async function startEtcd(processes: Processes, port: number, peerPort: number): Promise<void> {
  const client = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  processes.run({
    name: 'etcd',
    file: await program('etcd'),
    args: [
      '--name=default',
      `--data-dir=${join(processes.directory, 'etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      // Nothing here outlives the machine's power.
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
  });
}

interface ApiServerStart {
  readonly port: number;
  readonly etcdPort: number;
  readonly token: string;
  readonly flags: readonly string[];
}

async function startApiServer(
  processes: Processes,
  { port, etcdPort, token, flags }: ApiServerStart,
): Promise<void> {
  const { directory } = processes;
  const signingKey = join(directory, 'service-account.key');
  const tokens = join(directory, 'tokens.csv');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'sec1', format: 'pem' });
  await writeFile(signingKey, pem, { mode: 0o600 });
  await writeFile(tokens, `${token},admin,admin,"system:masters"\n`, { mode: 0o600 });
  processes.run({
    name: 'kube-apiserver',
    file: await program('kube-apiserver'),
    args: [
      `--etcd-servers=http://127.0.0.1:${etcdPort}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      '--advertise-address=127.0.0.1',
      // It refuses to publish a loopback address as its own service's endpoint, every few seconds.
      '--endpoint-reconciler-type=none',
      `--cert-dir=${directory}`,
      '--service-cluster-ip-range=10.96.0.0/16',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${signingKey}`,
      `--service-account-signing-key-file=${signingKey}`,
      // Real authorization, since Flux impersonates service accounts.
      '--authorization-mode=RBAC',
      `--token-auth-file=${tokens}`,
      // Nothing here makes the default service accounts that this plugin waits for.
      '--disable-admission-plugins=ServiceAccount',
      '--allow-privileged=true',
      '--feature-gates=HPAScaleToZero=true',
      '--profiling=false',
      ...flags,
    ],
  });
}

async function startControllerManager(processes: Processes, kubeconfig: string): Promise<void> {
  processes.run({
    name: 'kube-controller-manager',
    file: await program('kube-controller-manager'),
    args: [
      `--kubeconfig=${kubeconfig}`,
      // The last one gives the ClusterRoles admin, edit and view their rules.
      '--controllers=namespace-controller,garbage-collector-controller,clusterrole-aggregation-controller',
      '--leader-elect=false',
      '--secure-port=0',
    ],
  });
}

function kubeconfigText(access: { port: number; token: string; ca: string }): string {
  const cluster = {
    server: `https://127.0.0.1:${access.port}`,
    'certificate-authority-data': Buffer.from(access.ca).toString('base64'),
  };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster }],
    users: [{ name: 'admin', user: { token: access.token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
    'current-context': 'test',
  });
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
