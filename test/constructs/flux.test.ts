import { Chart, Testing } from 'cdk8s';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  Alert,
  FluxInstance,
  GitRepository,
  HelmChart,
  HelmRelease,
  type HelmReleaseProps,
  HelmRepository,
  ImagePolicy,
  ImageRepository,
  ImageUpdateAutomation,
  Kustomization,
  OCIRepository,
  Provider,
  Receiver,
  ResourceSet,
  ResourceSetInputProvider,
} from '../../lib/constructs/flux/index.ts';

interface Manifest {
  readonly metadata: { readonly annotations?: Record<string, string> };
  readonly spec: Record<string, unknown>;
}

function chart(namespace: string | undefined = 'apps'): Chart {
  return new Chart(Testing.app(), 'test', { disableResourceNameHashes: true, namespace });
}

function specOf(object: { toJson(): unknown }): Record<string, unknown> {
  return (object.toJson() as Manifest).spec;
}

const url = 'https://charts.jetstack.io';
const chartRef = { kind: 'OCIRepository', name: 'web' } as const;

function release(props: Partial<HelmReleaseProps> = {}): Record<string, unknown> {
  return specOf(new HelmRelease(chart(), 'web', { chartRef, ...props }));
}

describe('every kind', () => {
  test('is an object of its API', () => {
    expect(new HelmRepository(chart(), 'jetstack', { url }).toJson()).toEqual({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'HelmRepository',
      metadata: { name: 'test-jetstack', namespace: 'apps' },
      spec: { interval: '1h', url },
    });
  });

  test('takes name, namespace and labels from metadata', () => {
    const metadata = { name: 'a', namespace: 'b', labels: { c: 'd' } };
    const repository = new HelmRepository(chart(), 'jetstack', { url, metadata });
    expect(repository.toJson()).toMatchObject({ metadata });
  });

  test('passes fields on that its types do not know', () => {
    const props = { url, newField: { deep: 1 } };
    expect(specOf(new HelmRepository(chart(), 'a', props))).toMatchObject({
      newField: { deep: 1 },
    });
  });

  test('keeps a default where a field is given as undefined', () => {
    const repository = new HelmRepository(chart(), 'a', { url, interval: undefined });
    expect(specOf(repository)).toEqual({ interval: '1h', url });
  });

  test('is told from others by instanceof', () => {
    const repository = new HelmRepository(chart(), 'a', { url });
    expect(repository).toBeInstanceOf(HelmRepository);
    expect(repository instanceof GitRepository).toBe(false);
  });
});

describe('sources', () => {
  test('are polled hourly and time out within a minute', () => {
    const repository = new GitRepository(chart(), 'a', { url: 'ssh://git@example.org/a' });
    expect(specOf(repository)).toMatchObject({ interval: '1h', timeout: '60s' });
  });

  test('a registry has no index to poll', () => {
    const props = { url: 'oci://example.org/charts', type: 'oci' } as const;
    expect(specOf(new HelmRepository(chart(), 'a', props))).toEqual(props);
  });

  test('refer to themselves by kind, name and namespace', () => {
    const repository = new OCIRepository(chart(), 'a', { url: 'oci://example.org/a' });
    const reference = { kind: 'OCIRepository', name: 'test-a', namespace: 'apps' };
    expect(repository.sourceRef).toEqual(reference);
    expect(repository.chartRef).toEqual(reference);
  });

  test('leave the namespace to the referrer where they have none', () => {
    const nowhere = new Chart(Testing.app(), 'test', { disableResourceNameHashes: true });
    const repository = new HelmRepository(nowhere, 'a', { url });
    expect(repository.sourceRef).toEqual({ kind: 'HelmRepository', name: 'test-a' });
  });

  test('a HelmChart names its source without the namespace that the API refuses', () => {
    const scope = chart();
    const { sourceRef } = new HelmRepository(scope, 'a', { url });
    const helmChart = new HelmChart(scope, 'b', { chart: 'cert-manager', sourceRef });
    expect(specOf(helmChart)['sourceRef']).toEqual({ kind: 'HelmRepository', name: 'test-a' });
    expect(helmChart.node.validate()).toEqual([]);
  });

  test('a HelmChart cannot read a source of another namespace', () => {
    const sourceRef = { kind: 'HelmRepository', name: 'a', namespace: 'other' } as const;
    const helmChart = new HelmChart(chart(), 'b', { chart: 'cert-manager', sourceRef });
    expect(helmChart.node.validate()).toEqual([
      'HelmChart test-b: its source is in namespace other, not in its own',
    ]);
  });
});

describe('Kustomization', () => {
  const sourceRef = { kind: 'GitRepository', name: 'flux-system' } as const;

  test('prunes, never forces, and fails within minutes', () => {
    expect(specOf(new Kustomization(chart(), 'a', { sourceRef }))).toEqual({
      interval: '1h',
      prune: true,
      retryInterval: '2m',
      sourceRef,
      timeout: '5m',
    });
  });

  test('one depends on another', () => {
    const { dependency } = new Kustomization(chart('flux-system'), 'a', { sourceRef });
    expect(dependency).toEqual({ name: 'test-a', namespace: 'flux-system' });
  });
});

describe('HelmRelease', () => {
  const strategy = { name: 'RetryOnFailure', retryInterval: '5m' };

  test('retries, replaces CRDs and undoes drift', () => {
    expect(release()).toEqual({
      chartRef,
      driftDetection: { mode: 'enabled' },
      install: { crds: 'CreateReplace', strategy },
      interval: '1h',
      timeout: '10m',
      upgrade: { crds: 'CreateReplace', strategy },
    });
  });

  test('keeps the defaults beside the fields that are given', () => {
    expect(release({ install: { createNamespace: true, crds: 'Skip' } })).toMatchObject({
      install: { createNamespace: true, crds: 'Skip', strategy },
    });
  });

  test('still detects drift where a person lists what to ignore', () => {
    const ignore = [{ paths: ['/spec/replicas'] }];
    expect(release({ driftDetection: { ignore } })).toMatchObject({
      driftDetection: { ignore, mode: 'enabled' },
    });
  });

  test('has no retry strategy where remediation is given', () => {
    const remediation = { retries: 3 };
    expect(release({ upgrade: { remediation } })).toMatchObject({
      install: { strategy },
      upgrade: { crds: 'CreateReplace', remediation },
    });
    expect(release({ upgrade: { remediation } })['upgrade']).not.toHaveProperty('strategy');
  });

  test('passes values on untouched, null included', () => {
    const values = { resources: { limits: null }, list: [null] };
    const made = new HelmRelease(chart(), 'web', { chartRef, values });
    const props: unknown = Reflect.get(made, 'props');
    expect(props).toHaveProperty('spec.values', values);
  });

  test('has no release name unless one is given', () => {
    expect(release()).not.toHaveProperty('releaseName');
    expect(release({ releaseName: 'web' })).toMatchObject({ releaseName: 'web' });
  });

  test('needs a chart or a chartRef, and not both', () => {
    const scope = chart();
    const message = 'give either chart or chartRef';
    const sourceRef = { kind: 'HelmRepository', name: 'a' } as const;
    const helmChart = { spec: { chart: 'web', sourceRef } };
    const judge = (id: string, props: HelmReleaseProps) =>
      new HelmRelease(scope, id, props).node.validate();
    expect(judge('a', {})).toEqual([`HelmRelease test-a: ${message}`]);
    expect(judge('b', { chart: helmChart, chartRef })).toEqual([`HelmRelease test-b: ${message}`]);
    expect(judge('c', { chartRef })).toEqual([]);
    expect(judge('d', { chart: helmChart })).toEqual([]);
  });
});

describe('images', () => {
  const imageRepositoryRef = { name: 'web' };
  const policy = { semver: { range: '6.x' } };

  test('are scanned hourly', () => {
    const image = 'ghcr.io/stefanprodan/podinfo';
    const repository = new ImageRepository(chart(), 'a', { image });
    expect(specOf(repository)).toEqual({ image, interval: '1h', timeout: '1m' });
    expect(repository.imageRepositoryRef).toEqual({ name: 'test-a', namespace: 'apps' });
  });

  test('a policy has an interval only where it refreshes the digest', () => {
    const props = { imageRepositoryRef, policy };
    expect(specOf(new ImagePolicy(chart(), 'a', props))).toEqual(props);
    const refreshing = { ...props, digestReflectionPolicy: 'Always' } as const;
    expect(specOf(new ImagePolicy(chart(), 'b', refreshing))).toMatchObject({ interval: '1h' });
  });

  test('updates are looked for hourly', () => {
    const scope = chart();
    const { sourceRef } = new GitRepository(scope, 'a', { url: 'ssh://git@example.org/a' });
    const automation = new ImageUpdateAutomation(scope, 'b', { sourceRef });
    expect(specOf(automation)).toEqual({ interval: '1h', sourceRef });
  });
});

test('alerts and receivers refer to providers and objects', () => {
  const scope = chart();
  const repository = new GitRepository(scope, 'a', { url: 'ssh://git@example.org/a' });
  const { sourceRef } = repository;
  const app = new Kustomization(scope, 'b', { sourceRef });
  const { providerRef } = new Provider(scope, 'c', { type: 'slack' });
  const alert = new Alert(scope, 'd', { providerRef, eventSources: [app.reference] });
  expect(specOf(alert)).toEqual({
    eventSources: [{ kind: 'Kustomization', name: 'test-b', namespace: 'apps' }],
    providerRef: { name: 'test-c' },
  });
  const secretRef = { name: 'token' };
  const props = { type: 'github', resources: [sourceRef], secretRef } as const;
  expect(specOf(new Receiver(scope, 'e', props))).toEqual(props);
});

test('alerts and receivers name the kinds of flux-operator', () => {
  const scope = chart();
  const distribution = { version: '2.x', registry: 'ghcr.io/fluxcd' };
  const objects = [
    new FluxInstance(scope, 'a', { distribution }).reference,
    new ResourceSet(scope, 'b', {}).reference,
    new ResourceSetInputProvider(scope, 'c', { type: 'Static' }).reference,
  ];
  const alert = { providerRef: { name: 'chat' }, eventSources: objects };
  expect(specOf(new Alert(scope, 'd', alert))).toEqual(alert);
  const receiver = { type: 'github', secretRef: { name: 'token' }, resources: objects } as const;
  expect(specOf(new Receiver(scope, 'e', receiver))).toMatchObject(receiver);
});

describe('FluxInstance', () => {
  const distribution = { version: '2.x', registry: 'ghcr.io/fluxcd' };

  test('is named flux and is never pruned', () => {
    const annotations = { a: 'b', 'kustomize.toolkit.fluxcd.io/prune': 'enabled' };
    const instance = new FluxInstance(chart(), 'a', { distribution, metadata: { annotations } });
    expect(instance.toJson()).toMatchObject({
      apiVersion: 'fluxcd.controlplane.io/v1',
      metadata: {
        name: 'flux',
        annotations: { a: 'b', 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
      },
      spec: { distribution },
    });
  });

  test('a ResourceSet names its input provider', () => {
    const scope = chart();
    const provider = new ResourceSetInputProvider(scope, 'a', { type: 'Static' });
    const set = new ResourceSet(scope, 'b', { inputsFrom: [provider.inputProviderRef] });
    expect(specOf(set)).toEqual({
      inputsFrom: [{ kind: 'ResourceSetInputProvider', name: 'test-a' }],
    });
  });
});

// Never called: the compiler reads it.
export function misuse(scope: Chart): void {
  // @ts-expect-error a source without url
  new HelmRepository(scope, 'a', {});
  // @ts-expect-error a misspelt enum
  new HelmRepository(scope, 'a', { url, provider: 'amazon' });
  // @ts-expect-error a field that the API does not have
  new HelmRepository(scope, 'a', { url, secret: 'token' });
  // @ts-expect-error a chart cannot come from a HelmRepository by chartRef
  new HelmRelease(scope, 'a', { chartRef: new HelmRepository(scope, 'b', { url }).sourceRef });
  // @ts-expect-error a Kustomization cannot apply a HelmRepository
  new Kustomization(scope, 'a', { sourceRef: new HelmRepository(scope, 'b', { url }).sourceRef });
}

test('a construct knows its kind', () => {
  const made: unknown = new GitRepository(chart(), 'a', { url });
  if (made instanceof GitRepository) expectTypeOf(made.kind).toEqualTypeOf<'GitRepository'>();
  expectTypeOf<GitRepository['kind']>().toEqualTypeOf<'GitRepository'>();
  expectTypeOf<HelmChart['chartRef']['kind']>().toEqualTypeOf<'HelmChart'>();
});
