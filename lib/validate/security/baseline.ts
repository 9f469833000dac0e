import { contextsOf, type Control } from './controls.ts';

const hostNamespaces: Control = function* (spec) {
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
    const at = spec.at(field);
    if (at.value === true) yield { at, message: `${field} is forbidden` };
  }
};

const hostProcess: Control = function* (spec, containers) {
  for (const context of contextsOf(spec, containers)) {
    const at = context.at('windowsOptions', 'hostProcess');
    if (at.value === true) yield { at, message: 'hostProcess is forbidden' };
  }
};

const privileged: Control = function* (_spec, containers) {
  for (const container of containers) {
    const at = container.at('securityContext', 'privileged');
    if (at.value === true) yield { at, message: 'privileged is forbidden' };
  }
};

const allowedCapabilities = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

const capabilities: Control = function* (_spec, containers) {
  for (const container of containers) {
    for (const at of container.items('securityContext', 'capabilities', 'add')) {
      if (!allowedCapabilities.has(at.text ?? ''))
        yield { at, message: 'this capability is forbidden' };
    }
  }
};

const hostPaths: Control = function* (spec) {
  for (const volume of spec.items('volumes')) {
    const at = volume.at('hostPath');
    if (at.exists) yield { at, message: 'hostPath is forbidden' };
  }
};

const hostPorts: Control = function* (_spec, containers) {
  for (const port of containers.flatMap((container) => container.items('ports'))) {
    const at = port.at('hostPort');
    if (at.exists && at.value !== 0) yield { at, message: 'hostPort is forbidden' };
  }
};

const appArmor: Control = function* (spec, containers) {
  for (const context of contextsOf(spec, containers)) {
    const at = context.at('appArmorProfile', 'type');
    if (at.value === 'Unconfined') yield { at, message: 'AppArmor must confine it' };
  }
};

const seLinuxTypes = new Set([
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
]);

const seLinux: Control = function* (spec, containers) {
  for (const context of contextsOf(spec, containers)) {
    const options = context.at('seLinuxOptions');
    const type = options.at('type');
    if (type.text !== undefined && !seLinuxTypes.has(type.text)) {
      yield { at: type, message: 'this type of SELinux is forbidden' };
    }
    for (const at of [options.at('user'), options.at('role')]) {
      if (at.text !== undefined) yield { at, message: 'user and role of SELinux are forbidden' };
    }
  }
};

const procMount: Control = function* (_spec, containers) {
  for (const container of containers) {
    const at = container.at('securityContext', 'procMount');
    if (at.exists && at.value !== 'Default') yield { at, message: 'procMount must be Default' };
  }
};

const seccomp: Control = function* (spec, containers) {
  for (const context of contextsOf(spec, containers)) {
    const at = context.at('seccompProfile', 'type');
    if (at.value === 'Unconfined') yield { at, message: 'seccomp must confine it' };
  }
};

const safeSysctls = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

const sysctls: Control = function* (spec) {
  for (const sysctl of spec.items('securityContext', 'sysctls')) {
    const at = sysctl.at('name');
    if (!safeSysctls.has(at.text ?? '')) yield { at, message: 'this sysctl is forbidden' };
  }
};

/** The profile Baseline (k8s.io/pod-security-admission v0.36, policy/check_*.go). */
export const baseline: readonly Control[] = [
  hostNamespaces,
  hostProcess,
  privileged,
  capabilities,
  hostPaths,
  hostPorts,
  appArmor,
  seLinux,
  procMount,
  seccomp,
  sysctls,
];
