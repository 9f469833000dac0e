import { expect, test } from 'vitest';
import { type Manifest, objectId } from '../../../lib/kubernetes/index.ts';
import { crdsSkippedByUpgrade } from '../../../lib/reconcile/helm/index.ts';
import type { CrdPolicy, ReconciledRelease } from '../../../lib/reconcile/state.ts';

function releaseWith(
  upgrade: CrdPolicy['upgrade'],
  crds: Readonly<Record<string, number>>,
): ReconciledRelease {
  const manifests = Object.entries(crds).map(
    ([name, spec]): Manifest => ({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name },
      spec,
    }),
  );
  return {
    id: 'demo/web',
    owner: 'flux-system/apps',
    manifest: {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'web' },
    },
    status: 'applied',
    target: { name: 'web', namespace: 'demo', storageNamespace: 'demo' },
    chart: undefined,
    objects: [],
    crds: manifests.map((manifest) => ({ id: objectId(manifest), manifest })),
    crdPolicy: { install: 'Create', upgrade },
  };
}

test.each([
  ['Create', ['changed']],
  ['Skip', ['changed', 'new']],
  ['CreateReplace', []],
] as const)('an upgrade with the policy %s skips the CRDs %j', (policy, skipped) => {
  const before = releaseWith(policy, { same: 1, changed: 1, gone: 1 });
  const after = releaseWith(policy, { same: 1, changed: 2, new: 1 });
  expect(crdsSkippedByUpgrade(before, after).map(({ name }) => name)).toEqual(skipped);
});
