import { isDnsLabel, type Manifest, nameProblem } from '../../kubernetes/index.ts';
import { finalizerProblem } from './builtin/meta.ts';
import { isQualifiedName } from './builtin/values.ts';
import type { SchemaProblem } from './problem.ts';
import type { Kind, KubernetesVersion } from './schemas.ts';

/** What is wrong with an object's name and finalizers, which depends on its kind. */
export function metadataProblems(
  manifest: Manifest,
  group: string,
  { builtin }: Kind,
  kubernetes: KubernetesVersion,
): SchemaProblem[] {
  const metadata = manifest.metadata as Partial<Manifest['metadata']> | null | undefined;
  const finalizers = builtin && !isLax(group) ? metadata?.['finalizers'] : undefined;
  return [
    ...nameProblems(manifest, group, metadata?.name, kubernetes),
    ...(Array.isArray(finalizers) ? finalizerProblems(finalizers) : []),
  ];
}

/** Groups whose metadata is checked as that of custom resources is. */
function isLax(group: string): boolean {
  return /^(admissionregistration|apiextensions|apiregistration|coordination|node)\.k8s\.io$|^policy$/.test(
    group,
  );
}

function finalizerProblems(names: readonly unknown[]): SchemaProblem[] {
  return names.flatMap((name, index): SchemaProblem[] => {
    // Others are no qualified names, which the schema says.
    if (typeof name !== 'string' || !isQualifiedName(name)) return [];
    const message = finalizerProblem(name);
    const path = ['metadata', 'finalizers', index];
    return message === undefined ? [] : [{ path, message, kind: 'wrong-value' }];
  });
}

function nameProblems(
  manifest: Manifest,
  group: string,
  name: unknown,
  kubernetes: KubernetesVersion,
): SchemaProblem[] {
  if (name === undefined || name === null || name === '') {
    return [{ path: ['metadata'], message: 'needs the field name', kind: 'missing-field' }];
  }
  if (typeof name !== 'string') return [];
  const message = ownProblem(manifest, group, name, kubernetes);
  const path = ['metadata', 'name'];
  return message === undefined ? [] : [{ path, message, kind: 'wrong-value' }];
}

function ownProblem(
  manifest: Manifest,
  group: string,
  name: string,
  kubernetes: KubernetesVersion,
): string | undefined {
  switch (`${manifest.kind}.${group}`) {
    case 'Service.':
      // Since 1.36 it may begin with a digit.
      if (Number(kubernetes.slice(2)) >= 36 && isDnsLabel(name)) return undefined;
      break;
    case 'StatefulSet.apps':
      if (!isDnsLabel(name)) return 'must be a DNS label, since its pods have it as one';
      break;
    case 'Job.batch':
      if (name.length > 63)
        return 'must have at most 63 characters, since it is a label of its pods';
      if (isIndexed(manifest) && !isDnsLabel(`${name}-0`)) {
        return 'must be a DNS label with an index, since its pods have it as one';
      }
      break;
    default:
  }
  return nameProblem(group, manifest.kind, name);
}

function isIndexed({ spec }: Manifest): boolean {
  return (spec as { completionMode?: unknown } | null | undefined)?.completionMode === 'Indexed';
}
