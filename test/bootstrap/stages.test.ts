import { inspect } from 'node:util';
import { describe, expect, it, test } from 'vitest';
import {
  type BootstrapInput,
  entryOf,
  SecretText,
  stages,
  syncOf,
} from '../../lib/bootstrap/index.ts';
import type { ClusterProps } from '../../lib/index.ts';
import type { Manifest } from '../../lib/kubernetes/index.ts';
import { appIn, cleanSynth, clusterIn, configMapIn } from '../support/fleet.ts';

const source = { url: 'ssh://git@example.org/fleet', branch: 'main', secret: 'deploy-key' };

/** What bootstrap is given for a cluster with an app, as synth writes it. */
function inputOf(props: Partial<ClusterProps> = {}): BootstrapInput<string> {
  const { tree } = cleanSynth((fleet) => {
    const cluster = clusterIn(fleet, 'home', { source, ...props });
    configMapIn(appIn(cluster, 'web'));
    configMapIn(appIn(cluster, 'later', { kustomization: { suspend: true } }), 'other');
  });
  return { cluster: 'home', ...entryOf(tree, 'home'), install };
}

const install: readonly Manifest[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'one', namespace: 'flux-system' },
  },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system', labels: { a: 'b' } } },
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'kinds.example.org' },
  },
];

const secrets = { credentials: { identity: 'the key' }, decryption: { 'a.agekey': 'another' } };

/** `stage: kinds and names of its objects`. */
function summary(input: BootstrapInput<string>): readonly string[] {
  return stages(input).map(({ id, objects }) => {
    const names = objects.map(({ manifest }) => `${manifest.kind} ${manifest.metadata.name}`);
    return `${id}: ${names.join(', ')}`;
  });
}

describe('the stages of a cluster', () => {
  it('with flux-operator leave source and root to it', () => {
    expect(summary({ ...inputOf(), ...secrets })).toEqual([
      'namespace: Namespace flux-system, ConfigMap sluice-cluster',
      'credentials: Secret deploy-key',
      'decryption: Secret sops-age',
      'install: CustomResourceDefinition kinds.example.org, Deployment one',
      'instance: FluxInstance flux',
      'sync: ',
      'apps: Kustomization flux',
    ]);
  });

  it('without it have them themselves', () => {
    expect(summary({ ...inputOf({ flux: 'components' }), ...secrets }).slice(3)).toEqual([
      'install: CustomResourceDefinition kinds.example.org, Deployment one',
      'sync: GitRepository flux-system, Kustomization flux-system',
      'apps: Kustomization flux',
    ]);
  });

  it('are fewer where there is nothing to do', () => {
    expect(summary({ ...inputOf(), install: [] }).map((each) => each.split(':')[0])).toEqual([
      'namespace',
      'instance',
      'sync',
      'apps',
    ]);
  });

  it('await what they bring about, but not what is suspended', () => {
    const awaited = stages(inputOf()).flatMap(({ ready }) =>
      ready.map(({ object, condition }) => `${object.kind} ${object.name} ${condition}`),
    );
    expect(awaited).toEqual([
      'CustomResourceDefinition kinds.example.org Established',
      'Deployment one Available',
      'FluxInstance flux Ready',
      'GitRepository flux-system Ready',
      'Kustomization flux-system Ready',
      'Kustomization flux Ready',
      'Kustomization web Ready',
    ]);
  });

  it('apply the very objects of the entry', () => {
    const input = inputOf({ flux: 'components' });
    const kept = stages(input).flatMap(({ objects }) =>
      objects.filter(({ keeper }) => keeper === 'flux').map(({ manifest }) => manifest),
    );
    expect(new Set(kept)).toEqual(new Set(input.entry));
  });

  it('have secrets in no manifest', () => {
    const manifests = stages({ ...inputOf(), ...secrets }).flatMap(({ objects }) =>
      objects.map(({ manifest }) => manifest),
    );
    expect(JSON.stringify(manifests)).not.toMatch(/the key|another/);
  });

  it('name no Secret for the credentials of a public source', () => {
    const open = { url: 'https://example.org/fleet', branch: 'main' };
    expect(summary({ ...inputOf({ source: open }), ...secrets })).not.toContainEqual(
      expect.stringContaining('credentials'),
    );
  });

  it('give credentials of registries their own type', () => {
    const credentials = { '.dockerconfigjson': '{}' };
    const [secret] = stages({ ...inputOf(), credentials }).flatMap(({ objects }) =>
      objects.filter(({ manifest }) => manifest.kind === 'Secret'),
    );
    expect(secret?.manifest['type']).toBe('kubernetes.io/dockerconfigjson');
  });
});

test.each(['components', {}] as const)('what a cluster follows is found (%j)', (flux) => {
  expect(syncOf(inputOf({ flux }).entry)).toMatchObject({
    source: { kind: 'GitRepository', namespace: 'flux-system', name: 'flux-system' },
    root: { kind: 'Kustomization', namespace: 'flux-system', name: 'flux-system' },
    url: source.url,
    secret: 'deploy-key',
    path: 'clusters/home/flux-system',
  });
});

test('a secret text shows itself nowhere', () => {
  const text = new SecretText('hunter2');
  const shown = [String(text), JSON.stringify({ text }), inspect(text), Object.keys(text).join()];
  expect(shown.join()).not.toContain('hunter2');
});
