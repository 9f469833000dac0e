import { type ReleasePorts, renderChart } from '../../reconcile/helm/index.ts';
import type { RenderChart } from '../../synth/index.ts';

/** Renders the charts that constructs name. */
export function chartRenderer(charts: Pick<ReleasePorts, 'pull' | 'render'>): RenderChart {
  return ({ repository, chart, version, kubernetes, ...wanted }) => {
    const at = { url: repository, name: chart, version };
    const isRegistry = repository.startsWith('oci://');
    return renderChart(
      {
        ...wanted,
        origin: isRegistry ? { type: 'registry', ...at, insecure: false } : { type: 'http', ...at },
        kubeVersion: /^\d+\.\d+$/.test(kubernetes) ? `v${kubernetes}.0` : kubernetes,
      },
      charts,
    );
  };
}
