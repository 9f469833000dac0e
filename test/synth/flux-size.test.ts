import { describe, expect, it, test } from 'vitest';
import type { ClusterProps } from '../../lib/index.ts';
import { fluxSizeFor, shardLabel } from '../../lib/synth/flux-size.ts';
import { appIn, cleanSynth, clusterIn, configMapIn, parsed } from '../support/fleet.ts';

const entry = 'clusters/home/flux-system';

/** A cluster of so many apps. */
function synthApps(count: number, props: Partial<ClusterProps> = {}) {
  return cleanSynth((fleet) => {
    const cluster = clusterIn(fleet, 'home', props);
    for (let index = 0; index < count; index += 1) {
      configMapIn(appIn(cluster, `app-${index}`, { namespace: `demo-${index}` }));
    }
  });
}

describe('the size of Flux follows from the number of apps', () => {
  test.each([
    [0, 'small', 0],
    [50, 'small', 0],
    [51, 'medium', 0],
    [500, 'medium', 0],
    [501, 'large', 0],
    [1000, 'large', 0],
    [1001, 'large', 2],
    [3500, 'large', 4],
  ])('%i apps: %s, %i shards', (apps, size, count) => {
    const found = fluxSizeFor(apps);
    expect([found.size, found.shards.length]).toEqual([size, count]);
  });

  it('and stands in the FluxInstance', () => {
    const { spec } = parsed(synthApps(1), `${entry}/fluxinstance.flux.yaml`);
    expect(spec).toMatchObject({ cluster: { size: 'small' } });
    expect(spec).not.toHaveProperty('sharding');
  });

  it('unless the program says otherwise, of that alone', () => {
    const synthesis = synthApps(1, { flux: { cluster: { size: 'large' } } });
    const { spec } = parsed(synthesis, `${entry}/fluxinstance.flux.yaml`);
    expect(spec).toMatchObject({ cluster: { size: 'large' }, distribution: { version: '2.x' } });
  });
});

describe('an app goes to a shard', () => {
  const shards = ['shard1', 'shard2', 'shard3'];
  const apps = Array.from({ length: 3000 }, (_, index) => `app-${index}`);
  const shardIn = (all: readonly string[], name: string) =>
    Object.values(shardLabel({ shards: all }, { namespace: 'flux-system', name }) ?? {})[0];

  it('by a label of its Kustomization, where there are shards', () => {
    const synthesis = synthApps(1, { flux: { sharding: { shards: ['only'] } } });
    const { metadata } = parsed(synthesis, 'clusters/home/flux/kustomization.app-0.yaml');
    expect(metadata.labels).toEqual({ 'sharding.fluxcd.io/key': 'only' });
  });

  it('but flux itself does not', () => {
    const synthesis = synthApps(1, { flux: { sharding: { shards: ['only'] } } });
    const { metadata } = parsed(synthesis, `${entry}/kustomization.flux.yaml`);
    expect(metadata.labels).toBeUndefined();
  });

  it('evenly', () => {
    const counts = shards.map((shard) => apps.filter((app) => shardIn(shards, app) === shard));
    for (const { length } of counts) expect(length).toBeGreaterThan(900);
  });

  it('and stays there when one more shard comes, or goes to that one', () => {
    const more = [...shards, 'shard4'];
    const moved = apps.filter((app) => shardIn(more, app) !== shardIn(shards, app));
    expect(new Set(moved.map((app) => shardIn(more, app)))).toEqual(new Set(['shard4']));
  });
});

describe('a cluster without flux-operator', () => {
  const synthesis = synthApps(1, {
    flux: 'components',
    source: { url: 'ssh://git@example.org/fleet', branch: 'main', secret: 'key' },
  });

  it('has the source and the root in its entry, which are never pruned', () => {
    expect(parsed(synthesis, `${entry}/gitrepository.flux-system.yaml`)).toMatchObject({
      metadata: { annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } },
      spec: {
        url: 'ssh://git@example.org/fleet',
        ref: { name: 'refs/heads/main' },
        secretRef: { name: 'key' },
      },
    });
    expect(parsed(synthesis, `${entry}/kustomization.flux-system.yaml`)).toMatchObject({
      metadata: { annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } },
      spec: { path: `./${entry}`, sourceRef: { kind: 'GitRepository', name: 'flux-system' } },
    });
  });

  it('has no FluxInstance', () => {
    expect([...synthesis.tree.keys()].filter((file) => file.includes('fluxinstance'))).toEqual([]);
  });
});
