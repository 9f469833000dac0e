import { AppChart, type Manifest } from 'sluice';
import { HelmApp, type HelmAppProps } from 'sluice/charts';
import { manifestsOf, testCluster } from 'sluice/testing';
import { expect, test } from 'vitest';

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

test('a repository of a registry is of type oci', () => {
  const oci = objects({ repository: 'oci://example.org/charts' })['HelmRepository'];
  expect(oci).toHaveProperty('spec.type', 'oci');
  expect(objects()['HelmRepository']).not.toHaveProperty('spec.type');
});

test('what else a release has is passed on, nulls in its values included', () => {
  const values = { resources: { limits: null } };
  const { HelmRelease } = objects({ values, releaseName: 'old-name' });
  expect(HelmRelease).toMatchObject({ spec: { releaseName: 'old-name', values } });
});
