import { type ObjectId, rbacKinds } from '../kubernetes/index.ts';

/**
 * An object's identifier in `status.inventory` of a Kustomization:
 * `<namespace>_<name>_<group>_<kind>`, where a colon in an RBAC name becomes two underscores
 * (fluxcd/cli-utils v1.2.3, pkg/object/objmetadata.go).
 */
export function inventoryId(id: ObjectId): string {
  const name = rbacKinds.has(`${id.kind}.${id.group}`) ? id.name.replaceAll(':', '__') : id.name;
  return `${id.namespace}_${name}_${id.group}_${id.kind}`;
}

/** The object that an identifier names. */
export function parseInventoryId(id: string): ObjectId {
  // Names may hold underscores (those of RBAC); namespaces, groups and kinds cannot.
  const [namespace = '', ...rest] = id.split('_');
  const kind = rest.pop() ?? '';
  const group = rest.pop() ?? '';
  return { namespace, name: rest.join('_').replaceAll('__', ':'), group, kind };
}
