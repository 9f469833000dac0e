import { secretShapes, type SecretShape } from '../../kubernetes/index.ts';
import type { BuildCache } from '../../reconcile/ports.ts';
import {
  readOutput,
  type RenderedChart,
  type Refused,
  type RenderRequest,
  type Unavailable,
} from '../../reconcile/helm/index.ts';
import { digestOf } from '../registry/index.ts';
import type { Chart, ChartTraits } from './chart-files.ts';
import type { Helm } from './helm.ts';

/** What identifies the form of what is kept: another one does not read it. */
const format = 2;

/** What renders, and what is known of earlier and other renders. */
export interface Renderer {
  readonly helm: Helm | undefined;
  readonly cache: BuildCache;
  /** Those that are under way: several clusters may want the same. */
  readonly running: Map<string, Promise<RenderedChart | Unavailable | Refused>>;
}

/** A chart that was pulled, and what it takes to render it. */
export interface Loaded {
  readonly traits: ChartTraits;
  readonly load: () => Chart | string;
}

/** Renders a chart, or finds what the same render gave before. */
export async function renderChart(
  loaded: Loaded,
  { chart: { digest }, ...request }: RenderRequest,
  { helm, cache, running }: Renderer,
): Promise<RenderedChart | Unavailable | Refused> {
  if (helm === undefined) {
    return {
      unavailable: 'helm is not installed',
      hint: 'Install Helm (https://helm.sh/docs/intro/install), or name it in SLUICE_HELM.',
    };
  }
  const key = digestOf(print([format, helm.id, digest, request])).replace('sha256:', '');
  const known = cache.get(key);
  if (known !== undefined) return readKept(known);
  const same = running.get(key);
  if (same !== undefined) return same;
  const rendering = renderAnew(loaded, request, helm).then((printed) => {
    running.delete(key);
    if (!('text' in printed)) return printed;
    const rendered = readPrinted(printed);
    if (mayBeKept(printed, request)) cache.set(key, toBeKept(printed, rendered));
    return rendered;
  });
  running.set(key, rendering);
  return rendering;
}

/** The text of a run, and that of another, where it differs. */
interface Printed {
  readonly text: string;
  readonly secondText?: string;
}

function readPrinted({ text, secondText }: Printed): RenderedChart {
  return {
    objects: readOutput(text),
    ...(secondText !== undefined && { second: readOutput(secondText) }),
  };
}

/** Objects, since YAML takes many times longer to read; text where JSON has no form for them. */
function toBeKept(printed: Printed, rendered: RenderedChart): string {
  const lost: unknown[] = [];
  const json = JSON.stringify(rendered, (_, value: unknown) => {
    const isNumber = typeof value === 'number';
    if (isNumber && Number.isFinite(value) && !Object.is(value, -0)) return value;
    if (!isNumber && typeof value !== 'bigint') return value;
    lost.push(value);
    return null;
  });
  return lost.length === 0 ? json : JSON.stringify(printed);
}

function readKept(known: string): RenderedChart {
  const kept = JSON.parse(known) as Printed | RenderedChart;
  return 'text' in kept ? readPrinted(kept) : kept;
}

/** Values of a program can come from anywhere, and synth has yet to look at what they became. */
function mayBeKept(
  { text }: Printed,
  { isCommitted }: Pick<RenderRequest, 'isCommitted'>,
): boolean {
  if (isCommitted) return true;
  const isKey = ({ pattern }: SecretShape): boolean => pattern.test(text);
  return !/\bkind["']?:\s*["']?Secret\b/.test(text) && !secretShapes.some(isKey);
}

async function renderAnew(
  { load, traits }: Loaded,
  request: Omit<RenderRequest, 'chart'>,
  helm: Helm,
): Promise<Printed | Unavailable | Refused> {
  const chart = load();
  if (typeof chart === 'string') return { unavailable: `its chart cannot be read: ${chart}` };
  const first = await helm.template(chart.files, request);
  if ('problem' in first) return refusal(first.problem);
  const mayDiffer = traits.mayDiffer || print(request.values).includes('{{');
  const second = mayDiffer ? await helm.template(chart.files, request) : first;
  if ('problem' in second) return refusal(second.problem);
  const differs = second.text !== first.text;
  return { text: first.text, ...(differs && { secondText: second.text }) };
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
