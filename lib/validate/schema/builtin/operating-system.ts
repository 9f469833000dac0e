import type { JsonObject } from '../../../kubernetes/index.ts';
import type { Report } from './rules.ts';
import { isGiven, listOf, mapOf, textOf } from './values.ts';

// k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go: validateOS, validateLinux,
// validateWindows, validateWindowsHostProcessPod.
const linuxOnly = {
  spec: ['hostUsers', 'shareProcessNamespace', 'resources'],
  flags: ['hostPID', 'hostIPC'],
  pod: [
    ...['appArmorProfile', 'fsGroup', 'fsGroupChangePolicy', 'runAsGroup', 'runAsUser'],
    ...['seLinuxChangePolicy', 'seLinuxOptions', 'seccompProfile', 'supplementalGroups'],
    ...['supplementalGroupsPolicy'],
  ],
  container: [
    ...['allowPrivilegeEscalation', 'appArmorProfile', 'capabilities', 'privileged', 'procMount'],
    ...['readOnlyRootFilesystem', 'runAsGroup', 'runAsUser', 'seLinuxOptions', 'seccompProfile'],
  ],
};

interface Placed {
  readonly path: readonly (string | number)[];
  readonly object: JsonObject;
}

/** What a pod says of an operating system, and what the one that it names has no use for. */
export function checkSystem(spec: JsonObject, report: Report): void {
  const { os } = spec;
  const name = isGiven(os) ? textOf(mapOf(os)['name']) : undefined;
  const containers: readonly Placed[] = ['initContainers', 'containers'].flatMap((field) =>
    listOf(spec[field]).map((each, index) => ({ path: [field, index], object: mapOf(each) })),
  );
  if (name !== undefined && !['linux', 'windows'].includes(name))
    report('must be one of linux, windows', ['os', 'name']);
  if (name === 'windows') onWindows(spec, containers, report);
  if (name === 'linux') onLinux(spec, containers, report);
  hostProcess(spec, containers, report);
}

function onWindows(spec: JsonObject, containers: readonly Placed[], report: Report): void {
  const refuse = (path: readonly (string | number)[]): void =>
    report('is not for a pod of Windows', path, 'forbidden');
  for (const field of linuxOnly.spec) if (isGiven(spec[field])) refuse([field]);
  for (const field of linuxOnly.flags) if (spec[field] === true) refuse([field]);
  const own = mapOf(spec['securityContext']);
  for (const field of linuxOnly.pod) if (isGiven(own[field])) refuse(['securityContext', field]);
  if (listOf(own['sysctls']).length > 0) refuse(['securityContext', 'sysctls']);
  for (const { path, object } of containers) {
    const context = mapOf(object['securityContext']);
    for (const field of linuxOnly.container)
      if (isGiven(context[field])) refuse([...path, 'securityContext', field]);
  }
}

function onLinux(spec: JsonObject, containers: readonly Placed[], report: Report): void {
  for (const { path, object } of [{ path: [], object: spec }, ...containers]) {
    if (isGiven(mapOf(object['securityContext'])['windowsOptions']))
      report(
        'is not for a pod of Linux',
        [...path, 'securityContext', 'windowsOptions'],
        'forbidden',
      );
  }
}

function hostProcessOf(object: JsonObject): boolean | undefined {
  const value = mapOf(mapOf(object['securityContext'])['windowsOptions'])['hostProcess'];
  return typeof value === 'boolean' ? value : undefined;
}

/** Containers that are processes of a host of Windows: all of a pod or none, in the host's network. */
function hostProcess(spec: JsonObject, containers: readonly Placed[], report: Report): void {
  const whole = hostProcessOf(spec);
  for (const { path, object } of containers) {
    const own = hostProcessOf(object);
    if (whole !== undefined && own !== undefined && own !== whole)
      report('must be what the pod says', [
        ...path,
        ...['securityContext', 'windowsOptions', 'hostProcess'],
      ]);
  }
  const count = containers.filter(({ object }) => hostProcessOf(object) ?? whole).length;
  if (count === 0) return;
  if (count < containers.length) report('must have hostProcess in all containers, or in none', []);
  if (spec['hostNetwork'] !== true) report('must be true for hostProcess', ['hostNetwork']);
}
