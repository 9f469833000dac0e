import { clusterKinds, groupOf, type Manifest, namespacedKinds } from '../../kubernetes/index.ts';
import type { BuiltObject } from './plain.ts';

/**
 * Built-in kinds of which kustomize changes nothing but `metadata.namespace` (kustomize api v0.21.1,
 * filters/namespace and the references of konfig/builtinpluginconsts): no subject, no service by its
 * namespace, no claim.
 */
const simpleKinds: ReadonlySet<string> = new Set([
  ...['ConfigMap', 'LimitRange', 'PersistentVolumeClaim', 'ResourceQuota', 'Secret', 'Service'],
  ...['ServiceAccount', 'CronJob.batch', 'DaemonSet.apps', 'Deployment.apps', 'Job.batch'],
  ...['HorizontalPodAutoscaler.autoscaling', 'Ingress.networking.k8s.io'],
  ...['NetworkPolicy.networking.k8s.io', 'PodDisruptionBudget.policy', 'StatefulSet.apps'],
  'Role.rbac.authorization.k8s.io',
]);

/** Kinds that kustomize knows by their name alone, whatever their group. */
const specialKinds: ReadonlySet<string> = new Set(
  [...clusterKinds, 'RoleBinding'].map((kind) => kind.replace(/\..*/, '')),
);

/** Groups in which kustomize may know a kind for one of the cluster's scope. */
const builtinGroups: ReadonlySet<string> = new Set(
  [...namespacedKinds, ...clusterKinds].map((kind) => kind.replace(/^[^.]*\.?/, '')),
);

/** Groups of the Kubernetes project that are custom resources all the same. */
const customProjects = ['gateway.networking.k8s.io', 'snapshot.storage.k8s.io'];

const placed = new WeakMap<Manifest, Map<string, Manifest>>();

/**
 * The objects in a Kustomization's target namespace, as the namespace of kustomize places them.
 *
 * @returns undefined where only kustomize itself knows the result
 */
export function inNamespace(
  objects: readonly BuiltObject[],
  namespace: string | undefined,
): readonly BuiltObject[] | undefined {
  if (namespace === undefined) return objects;
  if (!/^[a-z][-a-z0-9]*$/.test(namespace)) return undefined;
  if (!objects.every(({ manifest }) => isSimple(manifest))) return undefined;
  return objects.map((object) => ({ ...object, manifest: place(object.manifest, namespace) }));
}

function isSimple({ apiVersion, kind }: Manifest): boolean {
  const group = groupOf(apiVersion);
  if (simpleKinds.has(group === '' ? kind : `${kind}.${group}`)) return true;
  if (specialKinds.has(kind) || builtinGroups.has(group) || !group.includes('.')) return false;
  return !group.endsWith('.k8s.io') || customProjects.includes(group);
}

/** Equal objects stay one: what is the same on both sides is compared by that. */
function place(manifest: Manifest, namespace: string): Manifest {
  const known = placed.get(manifest) ?? new Map<string, Manifest>();
  placed.set(manifest, known);
  const there = known.get(namespace);
  if (there !== undefined) return there;
  const made = { ...manifest, metadata: { ...manifest.metadata, namespace } };
  known.set(namespace, made);
  return made;
}
