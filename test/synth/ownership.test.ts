import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { Namespace } from '../../lib/index.ts';
import {
  appIn,
  cleanSynth,
  clusterIn,
  codesOf,
  configMapIn,
  kustomizationSpec,
  parsed,
} from '../support/fleet.ts';

describe('no app can take the place of the root Kustomization', () => {
  it('by the name of its Kustomization', () => {
    const define = { kustomization: { name: 'flux-system' } };
    expect(codesOf((fleet) => appIn(clusterIn(fleet), 'web', define))).toEqual([
      'duplicate-object',
    ]);
  });

  it('by its id below another construct', () => {
    expect(
      codesOf((fleet) => appIn(new Construct(clusterIn(fleet), 'group'), 'flux-system')),
    ).toContain('duplicate-object');
  });
});

describe('a namespace that an app defines', () => {
  it('makes the apps that use it wait for that app', () => {
    const synthesis = cleanSynth((fleet) => {
      const cluster = clusterIn(fleet);
      configMapIn(appIn(cluster, 'user'));
      new Namespace(appIn(cluster, 'owner'), 'demo');
    });
    expect(kustomizationSpec(synthesis, 'user')['dependsOn']).toEqual([{ name: 'owner' }]);
  });

  it('cannot be that of an app which its owner waits for', () => {
    const codes = codesOf((fleet) => {
      const cluster = clusterIn(fleet);
      const user = appIn(cluster, 'user');
      configMapIn(user);
      new Namespace(appIn(cluster, 'owner', { after: [user] }), 'demo');
    });
    expect(codes).toEqual(['dependency-cycle']);
  });

  it('cannot stand in an app with targetNamespace, which would rename it', () => {
    const codes = codesOf((fleet) => {
      const app = appIn(clusterIn(fleet), 'web', { kustomization: { targetNamespace: 'moved' } });
      new Namespace(app, 'extra');
    });
    expect(codes).toContain('invalid-construct');
  });
});

it('a kind that the cluster declares as its own has no namespace', () => {
  const synthesis = cleanSynth((fleet) => {
    const cluster = clusterIn(fleet, 'home', { clusterKinds: ['NodePool.karpenter.sh'] });
    new ApiObject(appIn(cluster), 'pool', { apiVersion: 'karpenter.sh/v1', kind: 'NodePool' });
  });
  const path = 'clusters/home/apps/web/nodepool.pool.karpenter.sh.yaml';
  expect(parsed(synthesis, path).metadata.namespace).toBeUndefined();
});

it('references inside an app with targetNamespace name that namespace', () => {
  const synthesis = cleanSynth((fleet) => {
    const app = appIn(clusterIn(fleet), 'web', { kustomization: { targetNamespace: 'moved' } });
    configMapIn(app, 'a', { data: { namespace: app.namespace } });
  });
  expect(parsed(synthesis, 'clusters/home/apps/web/configmap.a.yaml')).toMatchObject({
    data: { namespace: 'moved' },
  });
});
