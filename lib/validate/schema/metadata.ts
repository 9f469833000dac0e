import { isDnsLabel, type Manifest, nameProblem } from '../../kubernetes/index.ts';
import type { SchemaProblem } from './problem.ts';
import type { KubernetesVersion } from './schemas.ts';

/** What is wrong with an object's name, which depends on its kind. */
export function nameProblemAt(
  manifest: Manifest,
  group: string,
  kubernetes: KubernetesVersion,
): SchemaProblem | undefined {
  const metadata = manifest.metadata as Partial<Manifest['metadata']> | null | undefined;
  const name: unknown = metadata?.name;
  if (name === undefined || name === null || name === '') {
    return { path: ['metadata'], message: 'needs the field name', kind: 'missing-field' };
  }
  if (typeof name !== 'string') return undefined;
  const problem = ownProblem(manifest, group, name, kubernetes);
  return problem === undefined
    ? undefined
    : { path: ['metadata', 'name'], message: problem, kind: 'wrong-value' };
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
