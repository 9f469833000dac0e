// What somebody who installed the package writes. The package test compiles and runs it.
import type { Chart } from 'cdk8s';
import { AppChart, Cluster, type ClusterProps, Environment, type Fleet } from 'sluice';
import * as charts from 'sluice/charts';
import { testCluster } from 'sluice/testing';

const props: ClusterProps = {
  environment: Environment.production,
  domain: 'example.org',
  kubernetes: '1.34',
  source: { url: 'https://git.example.org/manifests', branch: 'main' },
};

function define(fleet: Fleet): Chart {
  return new AppChart(new Cluster(fleet, 'home', props), 'podinfo', { namespace: 'demo' });
}

const app = define(testCluster().node.root as Fleet);
process.stdout.write(
  JSON.stringify({ path: app.node.path, charts: Object.keys(charts).length > 0 }),
);
