import { AppChart, type Manifest } from 'sluice';
import { HelmApp, type HelmAppProps } from 'sluice/charts';
import { manifestsOf, testCluster } from 'sluice/testing';
import { describe, expect, test } from 'vitest';

/** The objects of a Helm app named `metrics`, by their kinds. */
function objects(props: Partial<HelmAppProps> = {}): Record<string, Manifest> {
  const app = new AppChart(testCluster(), 'monitoring', { namespace: 'monitoring' });
  new HelmApp(app, 'metrics', {
    repository: 'https://charts.example.org',
    chart: 'metrics-server',
    version: '1.2.3',
    ...props,
  });
  return Object.fromEntries(manifestsOf(app).map((manifest) => [manifest.kind, manifest]));
}

test('release and repository are named like the construct, in the namespace of the app', () => {
  const metadata = { name: 'metrics', namespace: 'monitoring' };
  const { HelmRelease, HelmRepository } = objects();
  expect([HelmRelease?.metadata, HelmRepository?.metadata]).toEqual([metadata, metadata]);
});

test('the release installs an exact version of the chart from the repository beside it', () => {
  expect(objects()['HelmRelease']).toMatchObject({
    spec: {
      chart: {
        spec: {
          chart: 'metrics-server',
          version: '1.2.3',
          sourceRef: { kind: 'HelmRepository', name: 'metrics' },
        },
      },
    },
  });
});

test('drift is undone, but not of what an autoscaler owns', () => {
  expect(objects()['HelmRelease']).toHaveProperty('spec.driftDetection', { mode: 'enabled' });
  expect(objects({ autoscaled: ['Deployment'] })['HelmRelease']).toHaveProperty(
    'spec.driftDetection',
    { mode: 'enabled', ignore: [{ paths: ['/spec/replicas'], target: { kind: 'Deployment' } }] },
  );
});

describe('from a registry', () => {
  const repository = 'oci://example.org/charts';

  test('the release refers to the OCIRepository beside it', () => {
    const { HelmRelease, HelmRepository } = objects({ repository });
    const chartRef = { kind: 'OCIRepository', name: 'metrics' };
    expect(HelmRelease).toMatchObject({ metadata: { name: 'metrics' }, spec: { chartRef } });
    expect(HelmRelease).not.toHaveProperty('spec.chart');
    expect(HelmRepository).toBeUndefined();
  });

  test('the OCIRepository pulls the layer of the chart, by an exact tag', () => {
    expect(objects({ repository })['OCIRepository']).toMatchObject({
      metadata: { name: 'metrics', namespace: 'monitoring' },
      spec: {
        url: 'oci://example.org/charts/metrics-server',
        ref: { tag: '1.2.3' },
        layerSelector: {
          mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
          operation: 'copy',
        },
      },
    });
  });

  test('a slash at the end of the repository does not count', () => {
    const oci = objects({ repository: `${repository}/` })['OCIRepository'];
    expect(oci).toHaveProperty('spec.url', 'oci://example.org/charts/metrics-server');
  });

  test('the tag of a version with build metadata is the one that Helm pushes', () => {
    const oci = objects({ repository, version: '1.2.3+build.4' })['OCIRepository'];
    expect(oci).toHaveProperty('spec.ref.tag', '1.2.3_build.4');
  });
});

test('what else a release has is passed on, nulls in its values included', () => {
  const values = { resources: { limits: null } };
  const { HelmRelease } = objects({ values, releaseName: 'old-name' });
  expect(HelmRelease).toMatchObject({ spec: { releaseName: 'old-name', values } });
});
