import { join } from 'node:path';
import { fluxCrds } from '../../../tools/crds.ts';
import { asOperatorInstalls } from '../../../tools/operator.ts';
import { program } from '../../../tools/programs.ts';
import { ArtifactServer } from './artifacts.ts';
import type { KubernetesClient } from './client.ts';
import { startControlPlane } from './control-plane.ts';
import { installCrds, installKindsOf } from './crds.ts';
import { type KeepFetching, keepFetching } from './fetching.ts';
import * as flux from './flux.ts';
import type { KubernetesObject } from './objects.ts';
import { freePorts } from './ports.ts';
import { Processes } from './processes.ts';
import { type KeepReady, keepReady } from './ready.ts';
import { Repository, type Tree } from './repository.ts';
import { waitFor } from './wait.ts';

export interface ClusterOptions {
  /** More flags for kube-apiserver; a flag that is given twice counts the last time. */
  readonly apiServerFlags?: readonly string[];
  /** More flags for kustomize-controller, such as a default service account. */
  readonly controllerFlags?: readonly string[];
  /** An empty cluster, without Flux and its kinds: `startFlux` starts the controller. */
  readonly isEmpty?: boolean;
}

/** A Kubernetes API with Flux's kustomize-controller, and a Git repository that it follows. */
export class Cluster {
  readonly client: KubernetesClient;
  readonly kubeconfig: string;
  readonly #processes: Processes;
  readonly #repository: Repository;
  readonly #artifacts: ArtifactServer;
  #keepReady: KeepReady | undefined;
  #keepFetching: KeepFetching | undefined;

  private constructor(
    client: KubernetesClient,
    kubeconfig: string,
    processes: Processes,
    repository: Repository,
    artifacts: ArtifactServer,
  ) {
    this.client = client;
    this.kubeconfig = kubeconfig;
    this.#processes = processes;
    this.#repository = repository;
    this.#artifacts = artifacts;
  }

  /** Starts all of it. If some of it fails, the rest ends and the error tells why. */
  static async start(options: ClusterOptions = {}): Promise<Cluster> {
    const processes = await Processes.start();
    try {
      const { directory } = processes;
      const [{ client, kubeconfig }, repository, artifacts] = await Promise.all([
        startControlPlane(processes, options.apiServerFlags),
        Repository.create(join(directory, 'repository.git')),
        ArtifactServer.start(join(directory, 'artifacts')),
      ]);
      const cluster = new Cluster(client, kubeconfig, processes, repository, artifacts);
      if (options.isEmpty !== true) {
        await installCrds(client, asOperatorInstalls(await fluxCrds()));
        await cluster.startFlux(options.controllerFlags);
      }
      processes.unref();
      return cluster;
    } catch (error) {
      await processes.stop();
      throw error;
    }
  }

  /** The cluster's own temporary folder, with the logs of its programs. */
  get directory(): string {
    return this.#processes.directory;
  }

  /** The bare repository that Flux follows. */
  get repository(): string {
    return join(this.directory, 'repository.git');
  }

  /** Starts kustomize-controller; its CRDs must be there. */
  async startFlux(flags: readonly string[] = []): Promise<void> {
    await startController(this.#processes, 'kustomize-controller', this.kubeconfig, flags);
  }

  /** Starts helm-controller; its CRDs must be there. */
  async startHelm(): Promise<void> {
    await startController(this.#processes, 'helm-controller', this.kubeconfig, []);
  }

  /** Ends a program as a crash would, and starts it again. */
  async restart(name: string): Promise<void> {
    await this.#processes.restart(name);
  }

  get pids(): ReadonlyMap<string, number> {
    return this.#processes.pids;
  }

  /** Makes this tree the repository's only content; returns the commit. */
  commit(tree: Tree): Promise<string> {
    return this.#repository.commit(tree);
  }

  /** Shows Flux a commit, or a tree that it commits first; returns the revision. */
  async publish(what: Tree): Promise<string> {
    const isCommit = typeof what === 'string' && /^[0-9a-f]{40}$/.test(what);
    const commit = isCommit ? what : await this.commit(what);
    const artifact = await this.#artifacts.add(this.#repository, commit);
    await flux.writeArtifact(this.client, artifact, new Date());
    return artifact.revision;
  }

  /** See `flux.syncFrom`. */
  syncFrom(source: KubernetesObject | flux.SyncOptions): Promise<void> {
    return flux.syncFrom(this.client, source);
  }

  /** See `flux.waitReady`. */
  async waitReady(revision: string, timeout?: number): Promise<void> {
    const ready = flux.waitReady(this.client, revision, timeout);
    await (this.#keepReady === undefined ? ready : Promise.race([ready, this.#keepReady.finished]));
  }

  /** See `flux.waitApplied`; the id is `<namespace>/<name>`. */
  waitApplied(id: string, revision: string): Promise<void> {
    const [namespace = '', name = ''] = id.split('/');
    return flux.waitApplied(this.client, { namespace, name }, revision);
  }

  /** See `flux.inventory`. */
  inventory(namespace: string, name: string): Promise<string[]> {
    return flux.inventory(this.client, namespace, name);
  }

  /** See `installKindsOf`. */
  installKindsOf(tree: Tree): Promise<string[]> {
    return installKindsOf(this.client, tree);
  }

  /** See `keepReady`; it ends with the cluster. */
  keepReady(): void {
    const hasHelm = this.pids.has('helm-controller');
    this.#keepReady ??= keepReady(this.client, hasHelm ? ['HelmRelease', 'HelmChart'] : []);
  }

  /** See `keepFetching`; it ends with the cluster. */
  keepFetching(): void {
    this.#keepFetching ??= keepFetching(this.client, this.#repository, this.#artifacts);
  }

  /** The end of a program's log, for a test that fails. */
  log(name: string): Promise<string> {
    return this.#processes.explain(name, 'runs');
  }

  /** Ends every program and removes the folder. */
  async stop(): Promise<void> {
    try {
      await Promise.all([this.#keepReady?.stop(), this.#keepFetching?.stop()]);
    } finally {
      this.client.close();
      await Promise.all([this.#artifacts.stop(), this.#processes.stop()]);
    }
  }
}

/** Starts a cluster on free ports of the loopback interface; some 5 s. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await Cluster.start(options);
    } catch (error) {
      // Another program took the port between our look and our start.
      const taken = error instanceof Error && error.message.includes('address already in use');
      if (!taken || attempt === 3) throw error;
    }
  }
}

/** What is the same for every controller of Flux, and as here nobody else runs. */
const controllerFlags = [
  '--metrics-addr=0',
  '--events-addr=',
  '--watch-all-namespaces=true',
  '--enable-leader-election=false',
  '--feature-gates=ExternalArtifact=true',
  // One that waits for another's health holds a worker.
  '--concurrent=20',
  '--requeue-dependency=500ms',
];

async function startController(
  processes: Processes,
  name: 'kustomize-controller' | 'helm-controller',
  kubeconfig: string,
  flags: readonly string[],
): Promise<void> {
  const [port = 0] = await freePorts(1);
  processes.run({
    name,
    file: await program(name),
    args: [...controllerFlags, `--health-addr=127.0.0.1:${port}`, ...flags],
    env: { KUBECONFIG: kubeconfig, RUNTIME_NAMESPACE: 'flux-system' },
  });
  await waitFor(
    async () => {
      await processes.expectRunning(name);
      return fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    },
    { describe: () => processes.explain(name, 'is not ready') },
  );
}
