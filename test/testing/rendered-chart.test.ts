import { AppChart, RenderedChart } from 'sluice';
import { manifestsOf, renderCharts, testCluster } from 'sluice/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { goIsAvailable, program } from '../../tools/programs.ts';
import { indexOf, packChart, serveRepository } from '../io/charts/fixtures.ts';
import { temporaryFolder } from '../support/folder.ts';

const hasGo = await goIsAvailable();

function appWith(repository: string): AppChart {
  const app = new AppChart(testCluster(), 'shop', { namespace: 'demo' });
  new RenderedChart(app, 'web', { repository, chart: 'web', version: '1.0.0' });
  return app;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the test of an app with a chart', () => {
  test.skipIf(!hasGo)('sees what the chart renders to', async () => {
    const archive = packChart('web', '1.0.0');
    const index = indexOf({ web: [['1.0.0', archive]] });
    const { host } = await serveRepository({ 'index.yaml': index, 'web-1.0.0.tgz': archive });
    vi.stubEnv('SLUICE_HELM', await program('helm'));
    vi.stubEnv('XDG_CACHE_HOME', temporaryFolder());
    const app = appWith(`http://${host}`);
    await renderCharts(app);
    expect(manifestsOf(app)).toMatchObject([{ metadata: { name: 'web-config' } }]);
  });

  test('is told to render it first', () => {
    expect(() => manifestsOf(appWith('https://charts.example.org'))).toThrow('unrendered-chart');
  });
});
