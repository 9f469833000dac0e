// One timed run in a process of its own: chart-worker.ts MODE URL FOLDER → JSON on standard output.
import { App, Chart, Helm } from 'cdk8s';
import { AppChart, Cluster, Environment, RenderedChart } from 'sluice';
import { newFleet, renderFleetCharts } from '../lib/program.ts';
import { chartNames } from './chart-repository.ts';

const [mode = '', repository = '', folder = ''] = process.argv.slice(2);
const version = '1.0.0';
const values = { replicas: 2 };

async function sluice(): Promise<void> {
  const fleet = newFleet(folder);
  const cluster = new Cluster(fleet, 'bench', {
    environment: Environment.production,
    domain: 'example.org',
    kubernetes: '1.34',
    source: { url: 'https://github.com/example/manifests', branch: 'main' },
  });
  for (const chart of chartNames) {
    const app = new AppChart(cluster, chart, { namespace: 'bench' });
    new RenderedChart(app, chart, { repository, chart, version, values });
  }
  await renderFleetCharts(fleet);
  fleet.synth();
}

function stock(): void {
  const app = new App({ outdir: folder });
  for (const chart of chartNames) {
    new Helm(new Chart(app, chart), chart, {
      repo: repository,
      chart,
      version,
      values,
      namespace: 'bench',
      releaseName: chart,
      helmExecutable: process.env['SLUICE_HELM'] ?? 'helm',
      helmFlags: ['--include-crds', '--kube-version=v1.34.0'],
    });
  }
  app.synth();
}

const start = performance.now();
if (mode === 'stock') stock();
else await sluice();
console.log(JSON.stringify({ time: performance.now() - start }));
