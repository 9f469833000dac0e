import type { JsonObject } from '../../../kubernetes/index.ts';
import { checkProbes } from './probes.ts';
import { below, type Report, type RuleTable } from './rules.ts';
import {
  containedPath,
  distinct,
  dnsLabel,
  isGiven,
  listOf,
  mapOf,
  notEmpty,
  oneOf,
  optionalOneOf,
  port,
  portName,
  textOf,
} from './values.ts';

function ports(container: JsonObject, report: Report): void {
  const known = new Set<string>();
  for (const [index, each] of listOf(container['ports']).map(mapOf).entries()) {
    const name = textOf(each['name']);
    if (name !== '' && known.has(name))
      report('is the name of a port before it', ['ports', index, 'name'], 'duplicate-item');
    known.add(name);
  }
}

function mounts(container: JsonObject, report: Report): void {
  const paths = new Set<string>();
  for (const [index, each] of listOf(container['volumeMounts']).map(mapOf).entries()) {
    const path = textOf(each['mountPath']);
    if (paths.has(path))
      report('is mounted twice', ['volumeMounts', index, 'mountPath'], 'duplicate-item');
    paths.add(path);
    if (textOf(each['subPath']) !== '' && textOf(each['subPathExpr']) !== '') {
      report('must not stand beside subPath', ['volumeMounts', index, 'subPathExpr'], 'forbidden');
    }
    if (
      each['mountPropagation'] === 'Bidirectional' &&
      mapOf(container['securityContext'])['privileged'] !== true
    ) {
      report(
        'needs a privileged container',
        ['volumeMounts', index, 'mountPropagation'],
        'forbidden',
      );
    }
  }
}

/** A volume is mounted or is a device, and a device once. */
function devices(container: JsonObject, report: Report): void {
  const mounted = new Set(listOf(container['volumeMounts']).map((each) => mapOf(each)['name']));
  const known = new Set<unknown>();
  for (const [index, { name }] of listOf(container['volumeDevices']).map(mapOf).entries()) {
    const place = ['volumeDevices', index, 'name'];
    if (textOf(name) === '') continue;
    if (mounted.has(name)) report('is mounted too', place, 'duplicate-item');
    if (known.has(name)) report('is a device before it', place, 'duplicate-item');
    known.add(name);
  }
}

function mount(object: JsonObject, report: Report): void {
  const recursive = object['recursiveReadOnly'];
  if (recursive !== 'Enabled' && recursive !== 'IfPossible') return;
  if (object['readOnly'] !== true) report('needs readOnly', ['recursiveReadOnly'], 'forbidden');
  if (!['', 'None'].includes(textOf(object['mountPropagation'])))
    report('must not stand beside mountPropagation', ['recursiveReadOnly'], 'forbidden');
}

export function container(object: JsonObject, report: Report): void {
  checkProbes(object, report);
  ports(object, report);
  mounts(object, report);
  devices(object, report);
  const sizes = listOf(object['resizePolicy']).map((each) => mapOf(each)['resourceName'] ?? null);
  distinct(sizes, below(report, 'resizePolicy'));
  if (listOf(object['restartPolicyRules']).length > 0 && !isGiven(object['restartPolicy']))
    report('needs the field restartPolicy for restartPolicyRules', [], 'missing-field');
}

// k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go: validateContainers.
export const containers: RuleTable = {
  'api.core.v1.Container': {
    required: ['image'],
    fields: {
      name: dnsLabel,
      image: (value, report) => {
        const text = textOf(value);
        if (text === '') report('must not be empty', [], 'missing-field');
        else if (text.trim() !== text) report('must not begin or end with a space');
      },
      imagePullPolicy: optionalOneOf('Always', 'IfNotPresent', 'Never'),
      restartPolicy: oneOf('Always', 'Never', 'OnFailure'),
      terminationMessagePolicy: optionalOneOf('File', 'FallbackToLogsOnError'),
    },
    check: container,
  },
  'api.core.v1.ContainerRestartRule': {
    required: ['exitCodes'],
    fields: { action: oneOf('Restart', 'RestartAllContainers') },
  },
  'api.core.v1.ContainerRestartRuleOnExitCodes': { fields: { operator: oneOf('In', 'NotIn') } },
  'api.core.v1.ContainerPort': {
    fields: {
      name: portName,
      containerPort: port,
      hostPort: (value, report) => {
        if (value !== 0) port(value, report);
      },
      protocol: optionalOneOf('TCP', 'UDP', 'SCTP'),
    },
  },
  'api.core.v1.VolumeMount': {
    fields: {
      name: notEmpty,
      mountPath: notEmpty,
      subPath: containedPath,
      subPathExpr: containedPath,
      mountPropagation: oneOf('None', 'HostToContainer', 'Bidirectional'),
      recursiveReadOnly: oneOf('Disabled', 'Enabled', 'IfPossible'),
    },
    check: mount,
  },
  'api.core.v1.VolumeDevice': {
    fields: {
      name: notEmpty,
      devicePath: (value, report) => {
        if (value === '') report('must not be empty', [], 'missing-field');
        else if (textOf(value).split('/').includes('..')) report('must not hold ..');
      },
    },
  },
};
