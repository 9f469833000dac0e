import type { Diagnostic } from '../../core/index.ts';
import type { ReconciledObject } from '../state.ts';
import type { CustomKinds } from './crds.ts';
import { diagnose, failed, isBad, type Stopped, stopped } from './outcome.ts';
import type { RenderedObjects } from './output.ts';
import type { ReleasePorts } from './ports.ts';
import { postRender } from './post-render.ts';
import type { Prepared } from './prepare.ts';
import { specOf, targetOf } from './release.ts';
import { maskAll } from './unstable.ts';

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
    isCommitted: true,
    kubeVersion,
    apiVersions: chart.asksForApis ? kinds.apiVersions : [],
    skipSchemaValidation: specOf(release.manifest).install?.disableSchemaValidation === true,
  });
  if (isBad(rendered)) return stopped(release, rendered);
  const { objects: first, second = first } = rendered;
  if (typeof first === 'string' || typeof second === 'string') {
    return failed(release, 'the chart renders what is no manifest');
  }
  const { manifests, fields } =
    first === second ? { ...first, fields: [] } : maskAll(first.manifests, second.manifests);
  const objects = await postRender(release.manifest, manifests, ports.kustomize);
  if ('problem' in objects) return failed(release, objects.problem);
  return { manifests: objects, crds: first.crds, diagnostics: reportUnstable(release, fields) };
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
