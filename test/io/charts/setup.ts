import { join } from 'node:path';
import { Charts, type ChartSettings, findHelm } from '../../../lib/io/charts/index.ts';
import type { Manifest } from '../../../lib/kubernetes/index.ts';
import { objectId } from '../../../lib/kubernetes/index.ts';
import {
  type ReconciledReleases,
  type ReleasePorts,
  reconcileReleases,
} from '../../../lib/reconcile/helm/index.ts';
import type { BuildCache } from '../../../lib/reconcile/ports.ts';
import { SecretValues } from '../../../lib/reconcile/secrets/values.ts';
import { goIsAvailable, program } from '../../../tools/programs.ts';
import { temporaryFolder } from '../../support/folder.ts';

/** A cache that can be looked into. */
export function memoryCache(): BuildCache & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return { texts, get: (key) => texts.get(key), set: (key, text) => void texts.set(key, text) };
}

export type ChartPorts = Pick<ReleasePorts, 'pull' | 'render'> & Pick<Charts, 'pullSource'>;

export async function chartPorts({
  cache = memoryCache(),
  ...settings
}: Partial<ChartSettings> = {}): Promise<ChartPorts> {
  const helm = (await goIsAvailable())
    ? findHelm({ PATH: process.env['PATH'] ?? '', SLUICE_HELM: await program('helm') })
    : undefined;
  const directory = temporaryFolder();
  const charts = new Charts({
    helm,
    directory,
    cache,
    offline: false,
    mapped: new Map(),
    env: { DOCKER_CONFIG: join(directory, 'none') },
    ...settings,
  });
  return {
    pull: (request, source) => charts.pull(request, source),
    pullSource: charts.pullSource,
    render: (request) => charts.render(request, cache),
  };
}

interface World extends Partial<Pick<ReleasePorts, 'kustomize' | 'readSource'>> {
  readonly objects: readonly Manifest[];
  readonly charts: ChartPorts;
}

/** Reconciles the HelmReleases among some objects. */
export function reconcile({ objects, charts, ...ports }: World): Promise<ReconciledReleases> {
  const all = objects.map((manifest) => ({ id: objectId(manifest), manifest }));
  return reconcileReleases({
    releases: all
      .filter(({ id }) => id.kind === 'HelmRelease')
      .map((object) => ({ object, owner: 'flux-system/apps' })),
    objects: all,
    kubeVersion: 'v1.34.0',
    secrets: new SecretValues(false),
    ports: {
      pull: (request, source) => charts.pull(request, source),
      render: (request) => charts.render(request),
      readSource: () => Promise.resolve({ unavailable: 'there is no source' }),
      kustomize: { id: undefined, build: () => Promise.resolve({ problem: 'no kustomize' }) },
      ...ports,
    },
  });
}
