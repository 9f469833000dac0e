import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Provider } from '@pulumi/kubernetes';
import {
  Config,
  type CustomResource,
  isSecret,
  type Output,
  output,
  runtime,
  secret,
} from '@pulumi/pulumi';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { entryOf, type Stage, stages } from '../../lib/bootstrap/index.ts';
import type { FileTree } from '../../lib/core/index.ts';
import type { Manifest } from '../../lib/kubernetes/index.ts';
import { inputOf } from '../../pulumi/input.ts';
import { applyStages, keeping } from '../../pulumi/resources.ts';
import { appIn, cleanSynth, clusterIn, configMapIn } from '../support/fleet.ts';
import { temporaryFolder } from '../support/folder.ts';

const source = { url: 'ssh://git@example.org/manifests', branch: 'main', secret: 'flux-git' };

/** What a cluster `home` needs, with one app. */
function tree(): FileTree {
  return cleanSynth((fleet) => configMapIn(appIn(clusterIn(fleet, 'home', { source })))).tree;
}

const metadata = { name: 'flux-operator', namespace: 'flux-system' };
const install: readonly Manifest[] = [
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 1 } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'fluxinstances.fluxcd.controlplane.io', annotations: { a: 'b' } },
    spec: { group: 'fluxcd.controlplane.io' },
  },
];

function homeStages(): readonly Stage<string>[] {
  return stages({
    cluster: 'home',
    ...entryOf(tree(), 'home'),
    install,
    credentials: { identity: 'a private key', known_hosts: 'example.org' },
    decryption: { 'age.agekey': 'an age key' },
  });
}

/** A resource as the engine of Pulumi is asked for it. */
interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Manifest & { readonly data?: unknown };
}

const registered: Registered[] = [];
let underWay = 0;
let most = 0;

beforeAll(() =>
  runtime.setMocks({
    call: () => ({}),
    async newResource({ type, name, inputs }) {
      registered.push({ type, name, inputs: inputs as Registered['inputs'] });
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return { id: name, state: inputs as Record<string, unknown> };
    },
  }),
);

beforeEach(() => {
  registered.length = 0;
  most = 0;
});

async function settled<T>(value: Output<T>): Promise<T> {
  return new Promise((resolve) => value.apply(resolve));
}

async function applied(): Promise<readonly CustomResource[]> {
  const provider = new Provider('cluster', {});
  await settled(provider.urn);
  registered.length = 0;
  const made = applyStages(homeStages(), provider);
  await Promise.all(made.map(({ urn }) => settled(urn)));
  return made;
}

function withoutAwait({ metadata: { annotations, ...others }, ...manifest }: Manifest): unknown {
  const kept = Object.entries(annotations ?? {}).filter(([key]) => !key.startsWith('pulumi.com/'));
  return {
    ...manifest,
    metadata: { ...others, ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }) },
  };
}

describe('every object of the stages', () => {
  test('is a resource with the same manifest, in their order', async () => {
    await applied();
    const objects = homeStages().flatMap((stage) => stage.objects);
    expect(objects.length).toBeGreaterThan(8);
    expect(registered.map(({ inputs: { data, ...inputs } }) => inputs).map(withoutAwait)).toEqual(
      objects.map(({ manifest: { data, ...manifest } }) => manifest),
    );
  });

  test('begins when the one before it is there', async () => {
    await applied();
    expect(most).toBe(1);
  });

  test('has the class of its kind, or that of all others', async () => {
    await applied();
    const types = new Map(registered.map(({ type, inputs }) => [inputs.kind, type]));
    expect(Object.fromEntries(types)).toEqual({
      Namespace: 'kubernetes:core/v1:Namespace',
      ConfigMap: 'kubernetes:core/v1:ConfigMap',
      Secret: 'kubernetes:core/v1:Secret',
      ServiceAccount: 'kubernetes:core/v1:ServiceAccount',
      Deployment: 'kubernetes:apps/v1:Deployment',
      CustomResourceDefinition: 'kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition',
      FluxInstance: 'kubernetes:fluxcd.controlplane.io/v1:FluxInstance',
      Kustomization: 'kubernetes:kustomize.toolkit.fluxcd.io/v1:Kustomization',
    });
  });

  test('is waited for as its stage says, beside its own annotations', async () => {
    await applied();
    const waits = registered.flatMap(
      ({
        inputs: {
          kind,
          metadata: { annotations },
        },
      }) =>
        annotations?.['pulumi.com/waitFor'] === undefined ? [] : [[kind, annotations] as const],
    );
    expect(Object.fromEntries(waits)).toEqual({
      CustomResourceDefinition: { a: 'b', 'pulumi.com/waitFor': 'condition=Established' },
      Deployment: { 'pulumi.com/waitFor': 'condition=Available' },
      FluxInstance: expect.objectContaining({ 'pulumi.com/waitFor': 'condition=Ready' }) as object,
      Kustomization: { 'pulumi.com/waitFor': 'condition=Ready' },
    });
  });
});

describe('values of Secrets', () => {
  const secretSignature = '1b47061264138c4ac30d75fd1eb44270';

  test('are secret where the engine gets them, and as a Secret has them', async () => {
    await applied();
    const data = registered.flatMap(({ inputs }) =>
      inputs.kind === 'Secret' ? [inputs.data] : [],
    );
    const text = JSON.stringify(data);
    expect(text).toContain(secretSignature);
    expect(text).not.toContain('a private key');
    expect(text).toContain(Buffer.from('a private key').toString('base64'));
  });

  test('stay secret in outputs', async () => {
    const made = await applied();
    const secrets = made.filter((each) => 'stringData' in each) as unknown as {
      readonly data: Output<unknown>;
    }[];
    expect(secrets).toHaveLength(2);
    expect(await Promise.all(secrets.map(({ data }) => isSecret(data)))).toEqual([true, true]);
  });
});

describe('what Flux keeps from Git', () => {
  const instance = { apiVersion: 'a/v1', kind: 'FluxInstance', metadata, spec: {} };

  test('is brought there once, and stays when the stack goes', () => {
    expect(keeping({ manifest: instance, keeper: 'flux' })).toEqual({
      retainOnDelete: true,
      ignoreChanges: ['metadata', 'spec'],
    });
  });

  test('is not what installs Flux', () => {
    expect(keeping({ manifest: instance, keeper: 'bootstrap' })).toEqual({});
  });
});

describe('the configuration of a stack', () => {
  function configured(values: Readonly<Record<string, string>>): ReturnType<typeof inputOf> {
    const folder = temporaryFolder();
    for (const [file, text] of tree()) {
      mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    const operator = path.join(folder, 'operator.yaml');
    writeFileSync(operator, install.map((each) => `---\n${JSON.stringify(each)}\n`).join(''));
    const all = { cluster: 'home', manifests: folder, install: operator, ...values };
    const entries = Object.entries(all).map(([key, value]) => [`project:${key}`, value]);
    runtime.setAllConfig(Object.fromEntries(entries) as Record<string, string>);
    return inputOf(new Config());
  }

  test('gives the stages that the command has', () => {
    expect(stages({ ...configured({}) }).map(({ id }) => id)).toEqual(
      homeStages()
        .map(({ id }) => id)
        .filter((id) => id !== 'credentials' && id !== 'decryption'),
    );
  });

  test('holds credentials and keys as secrets', async () => {
    const { credentials, decryption } = configured({ identity: 'a key', age: 'another' });
    expect(Object.keys(credentials ?? {})).toEqual(['identity']);
    expect(await isSecret(output(credentials!['identity']!))).toBe(true);
    expect(await isSecret(decryption!['age.agekey']!)).toBe(true);
    expect(await settled(secret(decryption!['age.agekey']!))).toBe('another');
  });
});
