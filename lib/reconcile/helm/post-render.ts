import type { HelmReleaseSpecPostRenderersKustomize } from '../../flux/index.ts';
import { emitYaml, type JsonObject, type Manifest, readYaml } from '../../kubernetes/index.ts';
import type { Kustomize } from '../ports.ts';
import { inInstallOrder } from './install-order.ts';
import { findDuplicate, isHook } from './output.ts';
import { specOf } from './release.ts';

/** Manifests after a step, or what Flux would stop with. */
export type PostRendered = readonly Manifest[] | { readonly problem: string };

const input = 'helm-output.yaml';
const encoder = new TextEncoder();

/**
 * What helm-controller makes of rendered manifests before Helm installs them: the release's own
 * kustomizations, common metadata, and labels that say where they come from, which win (helm-controller
 * v1.6.4, internal/postrender). Hooks take part unless the strategy says `nohooks` or `separate`.
 */
export async function postRender(
  release: Manifest,
  rendered: readonly Manifest[],
  kustomize: Kustomize,
): Promise<PostRendered> {
  const { postRenderers = [], postRenderStrategy = 'combined', commonMetadata } = specOf(release);
  let manifests: readonly Manifest[] =
    postRenderStrategy === 'combined' ? rendered : rendered.filter((each) => !isHook(each));
  const duplicate = findDuplicate(manifests);
  if (duplicate !== undefined) {
    const { kind, metadata } = duplicate;
    return { problem: `the chart renders ${kind} ${metadata.name} twice` };
  }
  const given: unknown = postRenderers;
  if (!Array.isArray(given)) return { problem: 'spec.postRenderers is no list' };
  for (const { kustomize: step } of postRenderers) {
    if (step === undefined) continue;
    const built = await runKustomize(step, manifests, kustomize);
    if ('problem' in built) return built;
    manifests = built;
  }
  const labels = { ...commonMetadata?.labels, ...originLabels(release) };
  return inInstallOrder(manifests)
    .filter((each) => !isHook(each))
    .map((each) => withMetadata(each, labels, commonMetadata?.annotations));
}

/** Labels by which a release's objects name the HelmRelease. */
export function originLabels({ metadata }: Manifest): Record<string, string> {
  return {
    'helm.toolkit.fluxcd.io/name': metadata.name,
    'helm.toolkit.fluxcd.io/namespace': metadata.namespace ?? '',
  };
}

/** A manifest with more labels and annotations, which win over its own. */
export function withMetadata(
  manifest: Manifest,
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>> = {},
): Manifest {
  const { metadata } = manifest;
  return {
    ...manifest,
    metadata: {
      ...metadata,
      ...(Object.keys(labels).length > 0 && { labels: { ...metadata.labels, ...labels } }),
      ...(Object.keys(annotations).length > 0 && {
        annotations: { ...metadata.annotations, ...annotations },
      }),
    },
  };
}

async function runKustomize(
  step: HelmReleaseSpecPostRenderersKustomize,
  manifests: readonly Manifest[],
  kustomize: Kustomize,
): Promise<PostRendered> {
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [input],
    images: (step.images ?? []) as unknown as JsonObject,
    patches: (step.patches ?? []) as unknown as JsonObject,
  };
  const texts = manifests.map((each) => emitYaml(each as JsonObject));
  const built = await kustomize.build(
    new Map([
      ['kustomization.yaml', encoder.encode(JSON.stringify(kustomization))],
      [input, encoder.encode(texts.join('---\n'))],
    ]),
    '',
  );
  if ('problem' in built) return { problem: `a post-renderer fails: ${built.problem}` };
  const read = readYaml(built.yaml);
  if ('problem' in read) return { problem: `a post-renderer gives no YAML: ${read.problem}` };
  return read.documents as readonly Manifest[];
}
