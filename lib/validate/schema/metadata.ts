import { isDnsLabel, type JsonValue, type Manifest, nameProblem } from '../../kubernetes/index.ts';
import { finalizerProblem } from './builtin/meta.ts';
import { below, type Report } from './builtin/rules.ts';
import { atLeast, dnsLabel, isQualifiedName, listOf, mapOf, textOf } from './builtin/values.ts';
import type { SchemaProblem } from './problem.ts';
import type { Kind, KubernetesVersion } from './schemas.ts';

/** What is wrong with an object's own metadata, some of which depends on its kind. */
export function metadataProblems(
  manifest: Manifest,
  group: string,
  { builtin }: Kind,
  kubernetes: KubernetesVersion,
): SchemaProblem[] {
  const metadata = mapOf(manifest.metadata as JsonValue | undefined);
  const { name, namespace, finalizers, managedFields, generation } = metadata;
  const own: SchemaProblem[] = [];
  const report: Report = (message, path = [], kind = 'wrong-value') => {
    own.push({ path: ['metadata', ...path], message, kind });
  };
  dnsLabel(namespace ?? null, below(report, 'namespace'));
  atLeast(0)(generation ?? null, below(report, 'generation'));
  if (listOf(managedFields).length > 0)
    report('must not be applied', ['managedFields'], 'forbidden');
  checkFinalizers(listOf(finalizers), builtin && !isLax(group), below(report, 'finalizers'));
  return [...nameProblems(manifest, group, name, kubernetes), ...own];
}

/** Groups whose metadata is checked as that of custom resources is. */
function isLax(group: string): boolean {
  return /^(admissionregistration|apiextensions|apiregistration|coordination|node)\.k8s\.io$|^policy$/.test(
    group,
  );
}

function checkFinalizers(names: readonly JsonValue[], isStrict: boolean, report: Report): void {
  for (const [index, each] of names.entries()) {
    const name = textOf(each);
    if (!isQualifiedName(name)) report('must be a name such as example.com/name or name', [index]);
    else if (isStrict && finalizerProblem(name) !== undefined)
      report(finalizerProblem(name) ?? '', [index]);
  }
  if (names.includes('orphan') && names.includes('foregroundDeletion'))
    report('must not hold both of orphan and foregroundDeletion');
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
