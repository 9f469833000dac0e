// What somebody who installed the package writes. The package test compiles and runs it.
import type { Chart } from 'cdk8s';
import { AppChart, Cluster, type ClusterProps, Environment, Fleet } from 'sluice';
import * as charts from 'sluice/charts';
import * as testing from 'sluice/testing';

const props: ClusterProps = {
  environment: Environment.production,
  domain: 'example.org',
  kubernetes: '1.34',
  source: { url: 'https://git.example.org/manifests', branch: 'main' },
};
const home = new Cluster(new Fleet(), 'home', props);
const app: Chart = new AppChart(home, 'podinfo', { namespace: 'demo' });

const entries = [charts, testing].map((entry) => Object.keys(entry).length > 0);
process.stdout.write(JSON.stringify({ path: app.node.path, entries }));
