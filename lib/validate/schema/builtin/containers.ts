import type { JsonObject } from '../../../kubernetes/index.ts';
import { quantityNanos } from '../quantity.ts';
import type { FieldRule, Report, RuleTable } from './rules.ts';
import {
  amountOf,
  atLeast,
  between,
  configKey,
  dnsLabel,
  dnsName,
  given,
  isGiven,
  isNumber,
  isQualifiedName,
  listOf,
  mapOf,
  notEmpty,
  oneOf,
  optionalOneOf,
  port,
  portName,
  portOrName,
  someItems,
  textOf,
} from './values.ts';

/** The id of a user or group. */
export const userId = between(0, 2 ** 31 - 1);

/** Exactly one of several fields. */
function exactlyOne(object: JsonObject, names: readonly string[], report: Report): void {
  const found = given(object, names);
  if (found.length === 0) report(`needs one of ${names.join(', ')}`, [], 'missing-field');
  const [, second] = found;
  if (second !== undefined)
    report(`must not stand beside ${found[0] ?? ''}`, [second], 'forbidden');
}

/** Names of resources and their amounts. */
export const resourceList: FieldRule = (value, report) => {
  for (const [name, amount] of Object.entries(mapOf(value))) {
    if (!isQualifiedName(name) || (!name.includes('/') && !isNative(name))) {
      report('is no resource: cpu, memory or one such as example.com/name', [name]);
    }
    const nanos =
      isNumber(amount) || typeof amount === 'string' ? quantityNanos(amount) : undefined;
    if (nanos === undefined) continue;
    if (nanos < 0n) report('must not be negative', [name]);
    if (name.includes('/') && nanos % 1_000_000_000n !== 0n)
      report('must be a whole number', [name]);
  }
};

function isNative(name: string): boolean {
  return ['cpu', 'memory', 'ephemeral-storage'].includes(name) || name.startsWith('hugepages-');
}

function resources({ requests, limits }: JsonObject, report: Report): void {
  for (const [name, request] of Object.entries(mapOf(requests))) {
    const limit = mapOf(limits)[name];
    if (limit === undefined || request === null) {
      if (isFixed(name)) report('needs a limit of the same amount', ['requests', name]);
      continue;
    }
    const [asked, most] = [amountOf(request), amountOf(limit)];
    if (asked === undefined || most === undefined) continue;
    if (asked > most) report('must not be more than the limit', ['requests', name]);
    else if (isFixed(name) && asked !== most) report('must be the limit', ['requests', name]);
  }
}

/** Resources that cannot be overcommitted: huge pages and those of devices. */
function isFixed(name: string): boolean {
  return name.startsWith('hugepages-') || name.includes('/');
}

const environmentName: FieldRule = (value, report) => {
  const text = textOf(value);
  if (text === '') report('must not be empty', [], 'missing-field');
  else if (!/^[ -<>-~]+$/.test(text)) report('must be printable characters without =');
};

// pkg/apis/core/pods/helpers.go: ConvertDownwardAPIFieldLabel.
const fields =
  /^(metadata\.(name|namespace|uid|labels|annotations)|metadata\.(labels|annotations)\['[^']+'\]|spec\.(nodeName|serviceAccountName|restartPolicy|schedulerName|hostname)|status\.(phase|hostIP|hostIPs|podIP|podIPs))$/;
const inEnvironment =
  /^(metadata\.(name|namespace|uid)|metadata\.(labels|annotations)\['[^']+'\]|spec\.(nodeName|serviceAccountName)|status\.(hostIP|hostIPs|podIP|podIPs))$/;
const inVolume =
  /^metadata\.(name|namespace|uid|labels|annotations)$|^metadata\.(labels|annotations)\['[^']+'\]$/;

export function fieldReference(reference: JsonObject, known: RegExp, report: Report): void {
  if (!['', 'v1'].includes(textOf(reference['apiVersion']))) report('must be v1', ['apiVersion']);
  const path = textOf(reference['fieldPath']);
  if (path !== '' && !(fields.test(path) && known.test(path))) {
    report('is no field of a pod that can be read here', ['fieldPath']);
  }
}

export const volumeFields = inVolume;

function variable(object: JsonObject, report: Report): void {
  const { value, valueFrom } = object;
  if (!isGiven(valueFrom)) return;
  if (textOf(value) !== '') report('must not stand beside a value', ['valueFrom'], 'forbidden');
  const reference = mapOf(valueFrom)['fieldRef'];
  if (isGiven(reference)) {
    fieldReference(mapOf(reference), inEnvironment, (message, path = []) =>
      report(message, ['valueFrom', 'fieldRef', ...path]),
    );
  }
}

/** A unit in which an amount is told; the cluster rounds to it. */
function divisor({ resource, divisor: unit }: JsonObject, report: Report): void {
  if (!isGiven(unit) || unit === '' || amountOf(unit) === 0n) return;
  const known = textOf(resource).endsWith('.cpu') ? /^(1m|1)$/ : /^(1|1[kMGTPE]|1[KMGTPE]i)$/;
  if (!known.test(isNumber(unit) ? String(unit) : textOf(unit)))
    report('must be one whole unit', ['divisor']);
}

const sources = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];
const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'];

function probe(object: JsonObject, report: Report): void {
  exactlyOne(object, handlers, report);
}

function probes(container: JsonObject, report: Report): void {
  for (const name of ['livenessProbe', 'startupProbe']) {
    const { successThreshold } = mapOf(container[name]);
    if (isNumber(successThreshold) && successThreshold > 1)
      report('must be 1', [name, 'successThreshold']);
  }
  if (isGiven(mapOf(container['readinessProbe'])['terminationGracePeriodSeconds'])) {
    report('must not be there', ['readinessProbe', 'terminationGracePeriodSeconds'], 'forbidden');
  }
}

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

export function container(object: JsonObject, report: Report): void {
  probes(object, report);
  ports(object, report);
  mounts(object, report);
}

function securityContext(object: JsonObject, report: Report): void {
  if (object['allowPrivilegeEscalation'] !== false) return;
  const added = listOf(mapOf(object['capabilities'])['add']);
  if (
    object['privileged'] === true ||
    added.includes('SYS_ADMIN') ||
    added.includes('CAP_SYS_ADMIN')
  ) {
    report('must not be false for a privileged container', ['allowPrivilegeEscalation']);
  }
}

const relativePath: FieldRule = (value, report) => {
  const path = textOf(value);
  if (path.startsWith('/') || path.split('/').includes('..'))
    report('must be a relative path without ..');
};

const key: FieldRule = (value, report) => {
  if (value === '') report('must not be empty', [], 'missing-field');
  else configKey(value, report);
};

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
      terminationMessagePolicy: optionalOneOf('File', 'FallbackToLogsOnError'),
    },
    check: container,
  },
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
  'api.core.v1.EnvVar': { fields: { name: environmentName }, check: variable },
  'api.core.v1.EnvVarSource': { check: (object, report) => exactlyOne(object, sources, report) },
  'api.core.v1.ObjectFieldSelector': { fields: { fieldPath: notEmpty } },
  'api.core.v1.ResourceFieldSelector': {
    fields: {
      resource: (value, report) => {
        const text = textOf(value);
        if (!/^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/.test(text)) {
          report('must be limits. or requests. and cpu, memory or ephemeral-storage');
        }
      },
    },
    check: divisor,
  },
  'api.core.v1.ConfigMapKeySelector': { required: ['name'], fields: { name: dnsName, key } },
  'api.core.v1.SecretKeySelector': { required: ['name'], fields: { name: dnsName, key } },
  'api.core.v1.EnvFromSource': {
    fields: {
      prefix: (value, report) => {
        if (value !== '') environmentName(value, report);
      },
    },
    check: (object, report) => exactlyOne(object, ['configMapRef', 'secretRef'], report),
  },
  'api.core.v1.ConfigMapEnvSource': { required: ['name'], fields: { name: dnsName } },
  'api.core.v1.SecretEnvSource': { required: ['name'], fields: { name: dnsName } },
  'api.core.v1.ResourceRequirements': {
    fields: { limits: resourceList, requests: resourceList },
    check: resources,
  },
  'api.core.v1.Probe': {
    fields: {
      initialDelaySeconds: atLeast(0),
      timeoutSeconds: atLeast(0),
      periodSeconds: atLeast(0),
      successThreshold: atLeast(0),
      failureThreshold: atLeast(0),
      terminationGracePeriodSeconds: atLeast(1),
    },
    check: probe,
  },
  'api.core.v1.LifecycleHandler': {
    check: (object, report) =>
      exactlyOne(object, ['exec', 'httpGet', 'tcpSocket', 'sleep'], report),
  },
  'api.core.v1.SleepAction': { fields: { seconds: atLeast(0) } },
  'api.core.v1.ExecAction': { required: ['command'], fields: { command: someItems } },
  'api.core.v1.HTTPGetAction': {
    fields: {
      port: portOrName,
      scheme: optionalOneOf('HTTP', 'HTTPS'),
    },
  },
  'api.core.v1.HTTPHeader': {
    fields: {
      name: (value, report) => {
        if (!/^[-A-Za-z0-9]+$/.test(textOf(value))) report('must be letters, digits and -');
      },
    },
  },
  'api.core.v1.TCPSocketAction': { fields: { port: portOrName } },
  'api.core.v1.GRPCAction': { fields: { port } },
  'api.core.v1.SecurityContext': {
    fields: {
      runAsUser: userId,
      runAsGroup: userId,
      procMount: optionalOneOf('Default', 'Unmasked'),
    },
    check: securityContext,
  },
  'api.core.v1.SeccompProfile': {
    fields: {
      type: oneOf('Localhost', 'RuntimeDefault', 'Unconfined'),
      localhostProfile: relativePath,
    },
    check: localProfile,
  },
  'api.core.v1.AppArmorProfile': {
    fields: { type: oneOf('Localhost', 'RuntimeDefault', 'Unconfined') },
    check: localProfile,
  },
  'api.core.v1.VolumeMount': {
    fields: {
      name: notEmpty,
      mountPath: notEmpty,
      subPath: relativePath,
      subPathExpr: relativePath,
      mountPropagation: oneOf('None', 'HostToContainer', 'Bidirectional'),
    },
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

function localProfile(object: JsonObject, report: Report): void {
  const isLocal = object['type'] === 'Localhost';
  const profile = isGiven(object['localhostProfile']);
  if (isLocal && !profile) report('needs the field localhostProfile', [], 'missing-field');
  if (!isLocal && profile) report('is for the type Localhost', ['localhostProfile'], 'forbidden');
}
