import { contextsOf, type Control, unlessSet } from './controls.ts';

const allowedVolumes = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'name',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

const volumes: Control = function* (spec) {
  for (const [key, at] of spec.items('volumes').flatMap((volume) => volume.entries())) {
    // The baseline speaks of hostPath.
    if (allowedVolumes.has(key) || key === 'hostPath') continue;
    yield { at, message: 'volumes of this type are forbidden' };
  }
};

const privilegeEscalation: Control = function* (_spec, containers) {
  for (const container of containers) {
    const at = container.at('securityContext', 'allowPrivilegeEscalation');
    if (at.value !== false) yield { at, message: 'allowPrivilegeEscalation must be false' };
  }
};

const runAsNonRoot: Control = (spec, containers) =>
  unlessSet(
    [spec, containers],
    ['runAsNonRoot'],
    (value) => value === true,
    'runAsNonRoot must be true',
  );

const runAsUser: Control = function* (spec, containers) {
  for (const context of contextsOf(spec, containers)) {
    const at = context.at('runAsUser');
    if (at.value === 0) yield { at, message: 'runAsUser must not be 0' };
  }
};

const seccomp: Control = (spec, containers) =>
  unlessSet(
    [spec, containers],
    ['seccompProfile', 'type'],
    // The baseline speaks of Unconfined.
    (value) => ['RuntimeDefault', 'Localhost', 'Unconfined'].includes(value as string),
    'seccompProfile.type must be RuntimeDefault or Localhost',
  );

const capabilities: Control = function* (_spec, containers) {
  for (const container of containers) {
    const own = container.at('securityContext', 'capabilities');
    if (!own.items('drop').some(({ value }) => value === 'ALL')) {
      yield { at: own.at('drop'), message: 'capabilities must drop ALL' };
    }
    for (const at of own.items('add')) {
      if (at.value !== 'NET_BIND_SERVICE') yield { at, message: 'this capability is forbidden' };
    }
  }
};

/** What the profile Restricted adds for Linux (k8s.io/pod-security-admission v0.36, policy/check_*.go). */
export const restricted: readonly Control[] = [
  volumes,
  privilegeEscalation,
  runAsNonRoot,
  runAsUser,
  seccomp,
  capabilities,
];

/** What pods of their own user namespace may do as well. */
export const relaxedByUserNamespaces: ReadonlySet<Control> = new Set([runAsNonRoot, runAsUser]);

/** What only Linux knows. */
export const onlyLinux: ReadonlySet<Control> = new Set([
  privilegeEscalation,
  seccomp,
  capabilities,
]);
