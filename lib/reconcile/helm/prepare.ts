import type { JsonObject, Manifest } from '../../kubernetes/index.ts';
import type { SecretValues } from '../secrets/values.ts';
import type { ReconciledObject } from '../state.ts';
import { type ChartRequest, chartRequestOf, type FindSource } from './chart.ts';
import { isCrd } from './crds.ts';
import { failed, isBad, opaque, type Stopped, stopped } from './outcome.ts';
import type { PulledChart, Refused, ReleasePorts, Unavailable } from './ports.ts';
import { malformedFields, ownValuesOf, specOf } from './release.ts';
import { composeValues, type FindValues } from './values.ts';

/** The objects of a cluster, by what refers to them. */
export interface ObjectIndex {
  find(kind: string, namespace: string, name: string): ReconciledObject | undefined;
  readonly crds: readonly Manifest[];
}

export function indexObjects(objects: Iterable<ReconciledObject>): ObjectIndex {
  const byKey = new Map<string, ReconciledObject>();
  const crds: Manifest[] = [];
  for (const object of objects) {
    const { kind, namespace, name } = object.id;
    byKey.set(`${kind}/${namespace}/${name}`, object);
    if (isCrd(object.manifest)) crds.push(object.manifest);
  }
  return { find: (kind, namespace, name) => byKey.get(`${kind}/${namespace}/${name}`), crds };
}

/** A release with all that Helm needs, as far as there were no obstacles. */
export interface Prepared {
  readonly chart: PulledChart | undefined;
  readonly values: JsonObject | undefined;
  /** All of them, so that one run names every mistake. */
  readonly obstacles: readonly Stopped[];
}

/** Composes a release's values and pulls its chart. */
export async function prepare(
  release: ReconciledObject,
  index: ObjectIndex,
  secrets: SecretValues,
  ports: ReleasePorts,
): Promise<Prepared> {
  const [malformed] = malformedFields(release.manifest);
  if (malformed !== undefined) {
    const why = `${malformed} is not what its CRD allows`;
    return { values: undefined, chart: undefined, obstacles: [failed(release, why)] };
  }
  const values = prepareValues(release, index, secrets);
  const chart = await prepareChart(release, index, ports);
  return {
    values: isStopped(values) ? undefined : values.values,
    chart: isStopped(chart) ? undefined : chart,
    obstacles: [values, chart].filter(isStopped),
  };
}

function prepareValues(
  release: ReconciledObject,
  index: ObjectIndex,
  secrets: SecretValues,
): { readonly values: JsonObject } | Stopped {
  const { manifest } = release;
  const find: FindValues = (kind, name) => {
    const object = index.find(kind, release.id.namespace, name);
    if (object === undefined) return undefined;
    const isSealed = object.sealed?.opened === false;
    if (kind === 'Secret' && !isSealed) secrets.tookPart = true;
    const isHidden = kind === 'Secret' && secrets.areHidden;
    return { manifest: object.manifest, isSealed, isHidden };
  };
  const { valuesFrom = [] } = specOf(manifest);
  if (!Array.isArray(valuesFrom)) return failed(release, 'spec.valuesFrom is no list');
  const composed = composeValues(ownValuesOf(manifest), valuesFrom, find);
  if ('unknown' in composed) return opaque(release, 'unknown-values', composed.unknown);
  return 'problem' in composed ? failed(release, composed.problem) : composed;
}

async function prepareChart(
  release: ReconciledObject,
  index: ObjectIndex,
  ports: ReleasePorts,
): Promise<PulledChart | Stopped> {
  const find: FindSource = ({ kind, namespace, name }) =>
    index.find(kind, namespace, name)?.manifest;
  const request = chartRequestOf(release.manifest, find);
  if ('problem' in request) return failed(release, request.problem);
  if ('missing' in request) {
    const { kind, namespace, name } = request.missing;
    const why = `its chart is in ${kind} ${namespace}/${name}, which is not in the tree`;
    return opaque(release, 'opaque-chart', why);
  }
  const pulled = await pull(request, ports);
  return isBad(pulled) ? stopped(release, pulled) : pulled;
}

async function pull(
  request: ChartRequest,
  ports: ReleasePorts,
): Promise<PulledChart | Unavailable | Refused> {
  if (request.origin.type !== 'source') return ports.pull(request);
  const source = await ports.readSource(request);
  return 'unavailable' in source ? source : ports.pull(request, source);
}

function isStopped(value: object): value is Stopped {
  return 'diagnostic' in value;
}
