import { fluxAnnotations } from '../flux/index.ts';
import { isMap, listAt, type Manifest, textAt, valueAt } from '../kubernetes/index.ts';
import { differingFields, isEqual } from '../plan/index.ts';
import type { Forms } from './live-evidence.ts';

/** Under which kustomize-controller applies. */
export const fluxManager = 'kustomize-controller';

/** Whether kustomize-controller is told to leave an object of the cluster as it is. */
export function isLeftAlone({ live, after }: Forms): boolean {
  if (after.metadata.annotations?.[fluxAnnotations.apply] === 'IfNotPresent') return true;
  return [live, after].some(({ metadata: { labels, annotations } }) =>
    [labels, annotations].some(
      (marks) =>
        marks?.[fluxAnnotations.reconcile] === 'disabled' ||
        marks?.[fluxAnnotations.apply] === 'Ignore',
    ),
  );
}

/**
 * The fields that kustomize-controller would change if it applied an object now: what it compares are
 * labels, annotations and all but the status (fluxcd/pkg ssa v0.76.2, manager_diff.go), and it takes
 * over what kubectl set (manager_apply.go, `cleanupMetadata`). Of a Secret only its managers are known:
 * the time of one moves where any value does.
 */
export function whatFluxChanges({ live, after }: Forms): readonly string[] {
  if (live.kind === 'Secret' && live.apiVersion === 'v1') {
    return isEqual(managersOf(live), managersOf(after)) ? takenOver(live) : ['its values'];
  }
  const fields = differingFields(compared(live), compared(after));
  return [...new Set([...fields, ...takenOver(live)])];
}

function compared({ metadata, status: _, ...rest }: Manifest & { status?: unknown }): object {
  const { labels = {}, annotations = {} } = metadata;
  return { ...rest, metadata: { labels, annotations } };
}

function managersOf(object: Manifest): readonly unknown[] {
  const all = listAt(object, 'metadata', 'managedFields').filter(
    (each) => textAt(each, 'subresource') === undefined,
  );
  const keyed = all.map((each) => [JSON.stringify(each), each] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

/** Fields that kubectl set and no manifest says. Those that one says are compared by their values. */
function takenOver(live: Manifest): readonly string[] {
  if (live.metadata.annotations?.[fluxAnnotations.apply] === 'Merge') return [];
  const entries = listAt(live, 'metadata', 'managedFields');
  const own = entries.filter((each) => textAt(each, 'manager') === fluxManager);
  const owned = new Set(own.flatMap((each) => [...leaves(valueAt(each, 'fieldsV1'), '')]));
  return entries
    .filter((each) => textAt(each, 'subresource') === undefined)
    .filter((each) => /^(?:kubectl|before-first-apply)/.test(textAt(each, 'manager') ?? ''))
    .flatMap((each) => [...leaves(valueAt(each, 'fieldsV1'), '')])
    .filter((field) => !owned.has(field));
}

/** The fields of a FieldsV1: `f:` names a field, `k:` and `v:` items, `.` the thing itself. */
function* leaves(fields: unknown, path: string): Generator<string> {
  const below = isMap(fields) ? Object.entries(fields).filter(([key]) => key !== '.') : [];
  if (below.length === 0 && path !== '') yield path;
  for (const [key, value] of below) {
    const name = key.slice(2);
    const isField = key.startsWith('f:');
    if (!isField) yield* leaves(value, `${path}[${name}]`);
    else if (/^[\w-]+$/.test(name)) yield* leaves(value, path === '' ? name : `${path}.${name}`);
    else yield* leaves(value, `${path}[${JSON.stringify(name)}]`);
  }
}
