import type { BuildCache } from '../../reconcile/ports.ts';
import type {
  RenderedChart,
  Refused,
  RenderRequest,
  Unavailable,
} from '../../reconcile/helm/index.ts';
import { digestOf } from './blobs.ts';
import type { Chart, ChartTraits } from './chart-files.ts';
import type { Helm } from './helm.ts';

/** What identifies the form of what is kept: another one does not read it. */
const format = 1;

/** Renders a chart, or finds what the same render gave before. */
export async function renderChart(
  helm: Helm | undefined,
  load: () => Chart | string,
  traits: ChartTraits,
  { chart: { digest }, ...request }: RenderRequest,
  cache: BuildCache,
): Promise<RenderedChart | Unavailable | Refused> {
  if (helm === undefined) {
    return {
      unavailable: 'helm is not installed',
      hint: 'Install Helm (https://helm.sh/docs/intro/install), or name it in SLUICE_HELM.',
    };
  }
  const key = digestOf(print([format, helm.id, digest, request])).replace('sha256:', '');
  const known = cache.get(key);
  if (known !== undefined) return JSON.parse(known) as RenderedChart;

  const chart = load();
  if (typeof chart === 'string') return { unavailable: `its chart cannot be read: ${chart}` };
  const first = await helm.template(chart.files, request);
  if ('problem' in first) return refusal(first.problem);
  const mayDiffer = traits.mayDiffer || print(request.values).includes('{{');
  const second = mayDiffer ? await helm.template(chart.files, request) : first;
  if ('problem' in second) return refusal(second.problem);
  const differs = second.text !== first.text;
  const rendered: RenderedChart = { text: first.text, ...(differs && { secondText: second.text }) };
  cache.set(key, JSON.stringify(rendered));
  return rendered;
}

/** Text that is equal for equal values, whatever the order of their keys. */
function print(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'bigint') return `${each}n`;
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function refusal(said: string): Refused {
  const lines = said.split('\n').filter((line) => !/^\s*$|^Use --debug/.test(line));
  return { problem: `helm says: ${lines.slice(-5).join(' ').slice(0, 1000)}` };
}
