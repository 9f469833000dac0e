import type { JsonObject } from '../../../kubernetes/index.ts';
import { container, containers } from './containers.ts';
import { checkFiles } from './environment.ts';
import { labels } from './meta.ts';
import { checkSystem } from './operating-system.ts';
import { checkClaims, checkPodResources, resourceList } from './resources.ts';
import { checkAnnotations } from './pod-annotations.ts';
import { below, type FieldRule, type Report, type RuleTable } from './rules.ts';
import {
  all,
  atLeast,
  atMostItems,
  between,
  dnsLabel,
  dnsName,
  each,
  exactlyOne,
  ipAddress,
  isGiven,
  isNumber,
  listOf,
  mapOf,
  notEmpty,
  optionalDnsLabel,
  optionalDnsName,
  optionalOneOf,
  qualifiedName,
  someItems,
  textOf,
} from './values.ts';

/** Containers of a pod with the path to each, those that run before others first. */
function containersOf(
  spec: JsonObject,
): { readonly path: [string, number]; readonly object: JsonObject }[] {
  return ['initContainers', 'containers'].flatMap((field) =>
    listOf(spec[field]).map((object, index) => ({
      path: [field, index] as [string, number],
      object: mapOf(object),
    })),
  );
}

function podSpec(spec: JsonObject, report: Report): void {
  names(spec, report);
  hostPorts(spec, report);
  initContainers(spec, report);
  if (
    spec['dnsPolicy'] === 'None' &&
    listOf(mapOf(spec['dnsConfig'])['nameservers']).length === 0
  ) {
    report('needs nameservers with the dnsPolicy None', ['dnsConfig'], 'missing-field');
  }
  if (spec['shareProcessNamespace'] === true && spec['hostPID'] === true) {
    report('must not stand beside hostPID', ['shareProcessNamespace'], 'forbidden');
  }
  if (listOf(spec['ephemeralContainers']).length > 0) {
    report('are added to running pods only', ['ephemeralContainers'], 'forbidden');
  }
  grace(spec, report);
  hostUsers(spec, report);
  hostName(spec, report);
  resizing(spec, report);
  claims(spec, report);
  if (isGiven(spec['resources'])) checkPodResources(spec, below(report, 'resources'));
  checkSystem(spec, report);
}

/** Users that are the pod's own, which then shares no more of its host. */
function hostUsers(spec: JsonObject, report: Report): void {
  const isOwn = spec['hostUsers'] === false;
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
    if (isOwn && spec[field] === true)
      report('must not stand beside hostUsers: false', [field], 'forbidden');
  }
  for (const { path, object } of containersOf(spec)) {
    if (isOwn && listOf(object['volumeDevices']).length > 0)
      report('must not stand beside hostUsers: false', [...path, 'volumeDevices'], 'forbidden');
    if (!isOwn && mapOf(object['securityContext'])['procMount'] === 'Unmasked')
      report('needs hostUsers: false in the pod', [...path, 'securityContext', 'procMount']);
  }
}

function hostName(spec: JsonObject, report: Report): void {
  if (!isGiven(spec['hostnameOverride'])) return;
  for (const field of ['setHostnameAsFQDN', 'hostNetwork']) {
    if (spec[field] === true)
      report(`must not stand beside ${field}`, ['hostnameOverride'], 'forbidden');
  }
}

function resizing(spec: JsonObject, report: Report): void {
  if (spec['restartPolicy'] !== 'Never') return;
  for (const { path, object } of containersOf(spec)) {
    for (const [index, each] of listOf(object['resizePolicy']).map(mapOf).entries()) {
      if (each['restartPolicy'] === 'RestartContainer')
        report('must be NotRequired where the pod never restarts', [
          ...path,
          ...['resizePolicy', index, 'restartPolicy'],
        ]);
    }
  }
}

function claims(spec: JsonObject, report: Report): void {
  const known = listOf(spec['resourceClaims']).map((each) => textOf(mapOf(each)['name']));
  for (const { path, object } of containersOf(spec))
    checkClaims(object, known, below(report, ...path));
}

function names(spec: JsonObject, report: Report): void {
  const known = new Set<string>();
  for (const { path, object } of containersOf(spec)) {
    const name = textOf(object['name']);
    // Two in one list are two items with one key, which the schema reports.
    if (path[0] === 'containers' && known.has(name)) {
      report('is the name of an init container', [...path, 'name'], 'duplicate-item');
    }
    if (path[0] === 'initContainers') known.add(name);
  }
}

function hostPorts(spec: JsonObject, report: Report): void {
  const known = new Set<string>();
  for (const { path, object } of containersOf(spec)) {
    for (const [index, port] of listOf(object['ports']).map(mapOf).entries()) {
      const { hostPort, containerPort, hostIP, protocol } = port;
      const place = [...path, 'ports', index, 'hostPort'];
      if (!isNumber(hostPort) || hostPort === 0) continue;
      if (spec['hostNetwork'] === true && hostPort !== containerPort) {
        report('must be the containerPort with hostNetwork', place);
      }
      const key = [textOf(protocol) || 'TCP', textOf(hostIP), String(hostPort)].join('/');
      if (path[0] === 'containers' && known.has(key))
        report('is taken by another container', place, 'duplicate-item');
      known.add(key);
    }
  }
}

/** Containers that end before others begin have no probes and no hooks; those that go on have. */
function initContainers(spec: JsonObject, report: Report): void {
  for (const [index, each] of listOf(spec['initContainers']).map(mapOf).entries()) {
    const policy = textOf(each['restartPolicy']);
    if (policy === 'Always') continue;
    for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe']) {
      if (isGiven(each[field])) {
        report(
          'needs restartPolicy: Always in an init container',
          ['initContainers', index, field],
          'forbidden',
        );
      }
    }
  }
}

function grace(spec: JsonObject, report: Report): void {
  const { terminationGracePeriodSeconds: most = 30 } = spec;
  for (const { path, object } of containersOf(spec)) {
    for (const hook of ['preStop', 'postStart']) {
      const { seconds } = mapOf(mapOf(mapOf(object['lifecycle'])[hook])['sleep']);
      if (isNumber(seconds) && isNumber(most) && seconds > most) {
        report('must not be longer than terminationGracePeriodSeconds', [
          ...path,
          'lifecycle',
          hook,
          'sleep',
          'seconds',
        ]);
      }
    }
  }
}

/**
 * Whether every mount names a volume. `more` are volumes that come from elsewhere: the claims of a
 * StatefulSet.
 */
export function checkMounts(spec: JsonObject, more: readonly string[], report: Report): void {
  const volumes = new Map(
    listOf(spec['volumes']).map((each) => [textOf(mapOf(each)['name']), mapOf(each)]),
  );
  for (const { path, object } of containersOf(spec)) {
    checkFiles(object, volumes, below(report, ...path));
    for (const field of ['volumeMounts', 'volumeDevices']) {
      for (const [index, mount] of listOf(object[field]).map(mapOf).entries()) {
        const name = textOf(mount['name']);
        const volume = volumes.get(name);
        if (volume === undefined && !more.includes(name)) {
          report('names no volume of the pod', [...path, field, index, 'name']);
        } else if (field === 'volumeDevices' && volume !== undefined && !isBlock(volume)) {
          report('must name a volume of a claim', [...path, field, index, 'name']);
        }
      }
    }
  }
}

function isBlock(volume: JsonObject): boolean {
  return isGiven(volume['persistentVolumeClaim']) || isGiven(volume['ephemeral']);
}

const address: FieldRule = (value, report) => {
  if (textOf(value) === '') report('must be an IP address');
  else ipAddress(value, report);
};

/** A DNS name whose labels may hold `_`, or a single dot. */
const searchDomain: FieldRule = (value, report) => {
  const text = textOf(value).replace(/\.$/, '');
  if (
    value !== '.' &&
    !/^[a-z0-9_]([-a-z0-9_]*[a-z0-9])?(\.[a-z0-9_]([-a-z0-9_]*[a-z0-9])?)*$/.test(text)
  )
    report('must be a DNS name');
  else if (text.length > 253) report('must have at most 253 characters');
};

// k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go: ValidatePodSpec.
export const pods: RuleTable = {
  'api.core.v1.Pod': {
    required: ['spec'],
    check: ({ metadata, spec }, report) => {
      const at = below(report, 'spec');
      checkMounts(mapOf(spec), [], at);
      checkAnnotations(mapOf(metadata), mapOf(spec), below(report, 'metadata', 'annotations'));
      const { nodeName, schedulingGates } = mapOf(spec);
      if (textOf(nodeName) !== '' && listOf(schedulingGates).length > 0)
        at('must not stand beside schedulingGates', ['nodeName'], 'forbidden');
    },
  },
  'api.core.v1.PodTemplate': { required: ['template'] },
  'api.core.v1.PodTemplateSpec': {
    required: ['spec'],
    check: ({ metadata, spec }, report) =>
      checkAnnotations(mapOf(metadata), mapOf(spec), below(report, 'metadata', 'annotations')),
  },
  'api.core.v1.PodSpec': {
    fields: {
      containers: someItems,
      restartPolicy: optionalOneOf('Always', 'OnFailure', 'Never'),
      dnsPolicy: optionalOneOf('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'),
      terminationGracePeriodSeconds: atLeast(0),
      activeDeadlineSeconds: between(1, 2 ** 31 - 1),
      serviceAccountName: optionalDnsName,
      nodeName: optionalDnsName,
      hostname: optionalDnsLabel,
      subdomain: optionalDnsLabel,
      priorityClassName: optionalDnsName,
      runtimeClassName: dnsName,
      nodeSelector: labels,
      overhead: resourceList,
      preemptionPolicy: optionalOneOf('Never', 'PreemptLowerPriority'),
      hostnameOverride: (value, report) => {
        dnsName(value, report);
        if (textOf(value).length > 64) report('must have at most 64 characters');
      },
    },
    check: podSpec,
  },
  'api.core.v1.EphemeralContainer': { check: container, ...containers['api.core.v1.Container'] },
  'api.core.v1.HostAlias': { fields: { ip: address, hostnames: each(dnsName) } },
  'api.core.v1.PodReadinessGate': { fields: { conditionType: qualifiedName } },
  'api.core.v1.PodDNSConfig': {
    fields: {
      nameservers: all(atMostItems(3), each(address)),
      searches: all(atMostItems(32), each(searchDomain)),
    },
  },
  'api.core.v1.PodDNSConfigOption': { required: ['name'], fields: { name: notEmpty } },
  'api.core.v1.PodResourceClaim': {
    fields: { name: dnsLabel, resourceClaimName: dnsName, resourceClaimTemplateName: dnsName },
    check: exactlyOne('resourceClaimName', 'resourceClaimTemplateName'),
  },
  'api.core.v1.PodSchedulingGate': { fields: { name: qualifiedName } },
};
