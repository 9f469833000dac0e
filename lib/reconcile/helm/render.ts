import type { Diagnostic } from '../../core/index.ts';
import { formatObject, type Manifest, objectId } from '../../kubernetes/index.ts';
import type { ReconciledObject } from '../state.ts';
import type { CustomKinds } from './crds.ts';
import { diagnose, failed, isBad, type Stopped, stopped } from './outcome.ts';
import { isHook, type RenderedObjects, readOutput } from './output.ts';
import type { ReleasePorts } from './ports.ts';
import { postRender } from './post-render.ts';
import type { Prepared } from './prepare.ts';
import { specOf, targetOf } from './release.ts';
import { maskUnstable } from './unstable.ts';

/** What a release's chart renders to, post-rendered. */
export interface Rendering extends RenderedObjects {
  readonly diagnostics: readonly Diagnostic[];
}

/** Renders a release as for its first install. */
export async function render(
  release: ReconciledObject,
  { chart, values }: { readonly [Key in 'chart' | 'values']: NonNullable<Prepared[Key]> },
  kinds: CustomKinds,
  kubeVersion: string | undefined,
  ports: ReleasePorts,
): Promise<Rendering | Stopped> {
  const { name, namespace } = targetOf(release.manifest);
  const rendered = await ports.render({
    chart,
    releaseName: name,
    namespace,
    values,
    kubeVersion,
    apiVersions: chart.asksForApis ? kinds.apiVersions : [],
    skipSchemaValidation: specOf(release.manifest).install?.disableSchemaValidation === true,
  });
  if (isBad(rendered)) return stopped(release, rendered);
  const first = readOutput(rendered.text);
  const second = rendered.secondText === undefined ? first : readOutput(rendered.secondText);
  if (typeof first === 'string' || typeof second === 'string') {
    return failed(release, 'the chart renders what is no manifest');
  }
  const { manifests, fields } =
    first === second ? { ...first, fields: [] } : maskAll(first, second);
  const objects = await postRender(release.manifest, manifests, ports.kustomize);
  if ('problem' in objects) return failed(release, objects.problem);
  return { manifests: objects, crds: first.crds, diagnostics: reportUnstable(release, fields) };
}

/** Masks what differs between two renders, in every object that both have. */
function maskAll(
  first: RenderedObjects,
  second: RenderedObjects,
): { manifests: readonly Manifest[]; fields: readonly string[] } {
  const others = new Map(second.manifests.map((each) => [keyOf(each), each]));
  const all: string[] = [];
  const manifests = first.manifests.map((each) => {
    const other = others.get(keyOf(each));
    const { manifest, fields } =
      other === undefined
        ? { manifest: each, fields: ['metadata.name'] }
        : maskUnstable(each, other);
    if (!isHook(each))
      all.push(...fields.map((field) => `${formatObject(objectId(each))} ${field}`));
    return manifest;
  });
  return { manifests, fields: all };
}

function reportUnstable(
  release: ReconciledObject,
  fields: readonly string[],
): readonly Diagnostic[] {
  if (fields.length === 0) return [];
  const message = `two renders of its chart differ in ${fields.join(', ')}`;
  const hint = 'Give the chart these values, or each upgrade changes them.';
  return [diagnose('unstable-chart', 'warning', release, message, hint)];
}

function keyOf({ apiVersion, kind, metadata }: Manifest): string {
  return [apiVersion, kind, metadata.namespace ?? '', metadata.name].join('\n');
}
