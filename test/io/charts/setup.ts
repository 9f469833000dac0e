import { join } from 'node:path';
import {
  type Charts as ChartPorts,
  Charts,
  type ChartSettings,
  findHelm,
} from '../../../lib/io/charts/index.ts';
import type { Manifest } from '../../../lib/kubernetes/index.ts';
import { objectId } from '../../../lib/kubernetes/index.ts';
import {
  type ReconciledReleases,
  type ReleasePorts,
  reconcileReleases,
} from '../../../lib/reconcile/helm/index.ts';
import type { BuildCache } from '../../../lib/reconcile/ports.ts';
import { goIsAvailable, program } from '../../../tools/programs.ts';
import { temporaryFolder } from '../../support/folder.ts';

/** A cache that can be looked into. */
export function memoryCache(): BuildCache & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return { texts, get: (key) => texts.get(key), set: (key, text) => void texts.set(key, text) };
}

export async function chartPorts(settings: Partial<ChartSettings> = {}): Promise<ChartPorts> {
  const helm = (await goIsAvailable())
    ? findHelm({ PATH: process.env['PATH'] ?? '', SLUICE_HELM: await program('helm') })
    : undefined;
  const directory = temporaryFolder();
  return new Charts({
    helm,
    directory,
    cache: memoryCache(),
    offline: false,
    mapped: new Map(),
    env: { DOCKER_CONFIG: join(directory, 'none') },
    ...settings,
  });
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
    ports: {
      pull: (request, source) => charts.pull(request, source),
      render: charts.render,
      readSource: () => Promise.resolve({ unavailable: 'there is no source' }),
      kustomize: { id: undefined, build: () => Promise.resolve({ problem: 'no kustomize' }) },
      ...ports,
    },
  });
}
