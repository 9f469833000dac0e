import { ApiObject } from 'cdk8s';
import type { Cluster } from 'sluice';
import { describe, expect, test } from 'vitest';
import { textAt, listAt } from '../../lib/kubernetes/index.ts';
import { planCluster } from '../../lib/plan/index.ts';
import type { ClusterState } from '../../lib/reconcile/index.ts';
import { instancesOf, sharedBetweenEnvironments } from '../../lib/verify/index.ts';
import { stateOf } from '../reconcile/cluster.ts';
import { parsed } from '../support/fleet.ts';
import { clusters, synth } from './fleets.ts';

const fleet = synth();

test('the fleet has no mistakes', () => {
  expect(fleet.diagnostics).toEqual([]);
});

test('instances of different environments share no namespace, no host and no secret', () => {
  expect(sharedBetweenEnvironments(instancesOf(fleet))).toEqual([]);
});

test('an app takes from the store only what is of its environment', () => {
  const taken = instancesOf(fleet).flatMap(({ environment, objects }) =>
    objects
      .filter(({ manifest }) => manifest.kind === 'ExternalSecret')
      .flatMap(({ manifest }) => listAt(manifest, 'spec', 'data'))
      .map((each) => [environment, textAt(each, 'remoteRef', 'key')?.split('-')[0]]),
  );
  expect(taken.filter(([environment, prefix]) => environment !== prefix)).toEqual([]);
});

test('no name below a domain is in instances of two environments, wherever it stands', () => {
  const users = new Map<string, Set<string>>();
  for (const { environment, objects } of instancesOf(fleet)) {
    const texts = JSON.stringify(objects.map(({ manifest }) => manifest));
    for (const [name] of texts.matchAll(/[a-z0-9.-]+\.(?:home|staging|lab)\.example\.org/g)) {
      users.set(name, (users.get(name) ?? new Set()).add(environment));
    }
  }
  expect(users.size).toBeGreaterThan(10);
  expect([...users].filter(([, environments]) => environments.size > 1)).toEqual([]);
});

test('an image is of the tags of its environment', () => {
  const prefixes = instancesOf(fleet).flatMap(({ environment, objects }) =>
    objects
      .filter(({ manifest }) => manifest.kind === 'ImagePolicy')
      .map(({ manifest }) => textAt(manifest, 'spec', 'filterTags', 'pattern')?.slice(0, 4))
      .map((prefix) => [environment, prefix]),
  );
  expect(new Set(prefixes.map(String))).toEqual(
    new Set(['production,^pro', 'staging,^dev', 'development,^dev']),
  );
});

test("the namespaces of applications of one's own take restricted pods only", () => {
  const restricted = instancesOf(fleet).flatMap(({ objects }) =>
    objects
      .filter(({ manifest }) => manifest.kind === 'Namespace')
      .filter(({ manifest }) => {
        const { labels } = manifest.metadata;
        return labels?.['pod-security.kubernetes.io/enforce'] === 'restricted';
      })
      .map(({ manifest }) => manifest.metadata.name),
  );
  expect(new Set(restricted)).toEqual(
    new Set(['cloudflared', 'notes', 'notes-dev', 'renovate', 'shop', 'shop-dev']),
  );
});

test('an app with workspaces of Terraform waits for their controller', () => {
  const using = instancesOf(fleet).filter(({ objects }) =>
    objects.some(({ manifest }) => manifest.kind === 'Terraform'),
  );
  expect(using.map(({ cluster, app }) => `${cluster}/${app}`)).toEqual([
    'home/authentik',
    'home/minio',
    'staging/authentik',
  ]);
  for (const { cluster, app } of using) {
    const kustomization = parsed(fleet, `clusters/${cluster}/flux/kustomization.${app}.yaml`);
    expect(listAt(kustomization, 'spec', 'dependsOn')).toContainEqual({ name: 'tofu-controller' });
  }
});

describe.each(Object.entries(clusters))('in %s', (name, define) => {
  const entry = `clusters/${name}/flux-system`;

  /** What Flux makes of the cluster, after a change of the program. */
  function stateAfter(change: (cluster: Cluster) => void): Promise<ClusterState> {
    const { tree } = synth((all) => {
      define(all);
      all.clusters.forEach(change);
    });
    return stateOf(Object.fromEntries(tree), { entry });
  }

  test('a change of one value of an app is a change of that app alone', async () => {
    const base = await stateAfter(() => undefined);
    const [cluster] = synth(define).clusters;
    const frame = [cluster?.cluster.entry, cluster?.cluster.flux];
    const apps = cluster?.apps.filter(({ app }) => !frame.includes(app)) ?? [];
    expect(apps.length).toBeGreaterThan(10);
    for (const { app, id } of apps) {
      const head = await stateAfter((changed) => {
        const all = changed.node.findChild(app.node.id).node.findAll();
        all.find((each) => ApiObject.isApiObject(each))?.metadata.addLabel('changed', 'yes');
      });
      const { changes } = planCluster({ base, head });
      const touched = changes.map(({ action, owner, fields }) => [
        action,
        owner.after.map((each) => each.id),
        fields.length,
      ]);
      expect(touched).toEqual([['updated', [id], 1]]);
    }
  }, 60_000);
});
