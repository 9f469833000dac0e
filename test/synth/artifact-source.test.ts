import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { type Cluster, Image, semver } from '../../lib/index.ts';
import type { ClusterProps } from '../../lib/constructs/index.ts';
import type { JsonObject } from '../../lib/kubernetes/index.ts';
import {
  appIn,
  cleanSynth,
  clusterIn,
  configMapIn,
  kustomizationSpec,
  onlyDiagnostic,
  parsed,
} from '../support/fleet.ts';

const url = 'oci://ghcr.io/acme/fleet';
const verify = { provider: 'cosign', secretRef: { name: 'cosign' } } as const;

function synthWith(props: Partial<ClusterProps>) {
  return cleanSynth((fleet) => {
    const cluster: Cluster = clusterIn(fleet, 'home', props);
    configMapIn(appIn(cluster));
  });
}

const instance = (props: Partial<ClusterProps>): JsonObject =>
  parsed(synthWith(props), 'clusters/home/flux-system/fluxinstance.flux.yaml')[
    'spec'
  ] as JsonObject;

test('a cluster that runs an artifact reads it by an OCIRepository', () => {
  const source = { url, tag: 'production', secret: 'registry' } as const;
  expect(instance({ source })['sync']).toMatchObject({
    kind: 'OCIRepository',
    url,
    ref: 'production',
    pullSecret: 'registry',
  });
});

test('the apps of a cluster that runs an artifact are made from it', () => {
  const spec = kustomizationSpec(synthWith({ source: { url } }), 'web');
  expect(spec['sourceRef']).toEqual({ kind: 'OCIRepository', name: 'flux-system' });
});

test('an artifact that must be signed is verified, beside the patches of a person', () => {
  const own = { patch: 'a: 1', target: { kind: 'Deployment' } };
  const { kustomize } = instance({
    source: { url, verify },
    flux: { kustomize: { patches: [own] } },
  }) as { kustomize: { patches: { target: object; patch: string }[] } };
  const [first, second] = kustomize.patches;
  expect(first).toEqual(own);
  expect(second?.target).toEqual({ kind: 'OCIRepository', name: 'flux-system' });
  expect(parse(second?.patch ?? '')).toEqual([{ op: 'add', path: '/spec/verify', value: verify }]);
});

test('without flux-operator the source itself says how it is verified', () => {
  const synthesis = synthWith({ source: { url, verify }, flux: 'components' });
  const file = 'clusters/home/flux-system/ocirepository.flux-system.yaml';
  expect(parsed(synthesis, file)['spec']).toMatchObject({ url, ref: { tag: 'main' }, verify });
});

test('tags of images cannot be committed to an artifact', () => {
  const { message } = onlyDiagnostic((fleet) => {
    const app = appIn(clusterIn(fleet, 'home', { source: { url } }));
    const image = Image.of('ghcr.io/acme/web', { tag: '1.0.0', policy: semver('1.x') });
    configMapIn(app, 'config', { data: { image: image.toString() } });
  }, 'missing-write-access');
  expect(message).toBe(`Flux cannot commit tags to ${url}, which is no Git repository`);
});
